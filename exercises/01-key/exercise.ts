import type { Exercise } from "../model.ts";

export const key: Exercise = {
  id: "01-key",
  title: "The key of the table",
  task: "A slow function needs a place to note how far each request is. That place is a DynamoDB table, and DynamoDB finds a request by its key. The function calls the key requestId. Make the table call it the same.",
  step: "01-table",
  file: "table.json",
  judgedBy: ["01-table/partition-key", "01-table/no-sort-key"],
  fails: { check: "01-table/partition-key", observed: "RequestId (String)" },
  hints: [
    "In table.json, look at the places where an attribute is given a name.",
    "Compare each name with the one that is expected, letter by letter. DynamoDB does not ignore upper and lower case.",
    "One letter differs, and it does so in two places: KeySchema names the attribute that is the key, and AttributeDefinitions its type.",
  ],
  why: "DynamoDB finds an item by the exact name and value of its key, so the table and the function have to agree on the name. In production, a wrong key shows as a ValidationException at the first write; and because a key cannot be changed, the table has to be made again and its items moved.",
};
