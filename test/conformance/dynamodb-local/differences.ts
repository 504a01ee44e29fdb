const described =
  "DynamoDB Local tells when capacity was last changed (the year 1970) and the mode set while a table is being created, no TableId, and no capacity of an index; AWS tells as here.";
const crashes =
  "DynamoDB Local ends such a request with its own 500; AWS answers SerializationException for JSON of another type than its model's.";
const lenient =
  "DynamoDB Local turns a number into a text; AWS answers SerializationException for JSON of another type than its model's.";
const capacity =
  "DynamoDB Local tells a consumed capacity that nobody asked for when there was no item to delete.";

/** Kinds of requests that DynamoDB Local answers otherwise, and why that is left so. Each must be seen in every run. */
export const differences: Readonly<Record<string, string>> = {
  "tutorial: the table": described,
  "a table with a range key and an index": described,
  "a table's description": described,
  "tutorial: a row goes again": capacity,
  "delete, and tell what was": capacity,
  "a reserved word in a projection":
    "DynamoDB Local takes `size`, the name of a function, for an attribute here; it is one of AWS's reserved words.",
  "an empty index key":
    "Here an empty text is taken as the key of a secondary index; AWS refuses it. The tutorial's table has no index.",
  "a number with a plus sign":
    "Refused here, as by dynalite, whose rules its author compared with AWS; DynamoDB Local takes it. Not established on AWS.",
  "a text that is a number": lenient,
  "a number that is a number": lenient,
  "a table's name that is a number": lenient,
  "a list that is a map": crashes,
  "a map that is a list": crashes,
  "no base64": crashes,
  "a limit that is a text": crashes,
  "an item that is a text": crashes,
  "a table with a wrong billing mode":
    "DynamoDB Local ends such a request with its own 500; AWS names the value.",
  "a table that is paid twice":
    "DynamoDB Local passes over a capacity beside PAY_PER_REQUEST; AWS refuses it.",
};
