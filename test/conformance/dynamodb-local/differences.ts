const described =
  "For a new table DynamoDB Local returns the time of the last capacity change (in 1970) and the billing mode, but no TableId and no capacity of an index. AWS returns what we return.";
const crashes =
  "DynamoDB Local returns its own 500. AWS returns SerializationException for JSON whose type does not match its model.";
const lenient =
  "DynamoDB Local converts the number to a string. AWS returns SerializationException for JSON whose type does not match its model.";
const capacity = "DynamoDB Local returns a consumed capacity, unasked, when there was no item to delete.";

/** Requests with different responses from DynamoDB Local, with the reason for each difference. Each must occur in every run. */
export const differences: Readonly<Record<string, string>> = {
  "tutorial: the table": described,
  "a table with a range key and an index": described,
  "a table's description": described,
  "tutorial: an item is deleted": capacity,
  "delete, and return the old item": capacity,
  "a reserved word in a projection":
    "DynamoDB Local takes `size`, the name of a function, for an attribute. On AWS it is a reserved word.",
  "an empty index key":
    "We accept an empty string as the key of a secondary index, AWS refuses it. The tutorial's table has no index.",
  "a number with a plus sign":
    "We refuse it, as dynalite does, whose author compared its rules with AWS. DynamoDB Local accepts it. AWS's own behavior is not known.",
  "a text that is a number": lenient,
  "a number that is a number": lenient,
  "a table's name that is a number": lenient,
  "a list that is a map": crashes,
  "a map that is a list": crashes,
  "no base64": crashes,
  "a limit that is a text": crashes,
  "an item that is a text": crashes,
  "a table with a wrong billing mode": "DynamoDB Local returns its own 500. AWS names the value.",
  "a table with two billing modes":
    "DynamoDB Local ignores a capacity beside PAY_PER_REQUEST. AWS refuses it.",
};
