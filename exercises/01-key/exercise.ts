import type { Exercise } from "../model.ts";

export const key: Exercise = {
  id: "01-key",
  title: "The key of the table",
  task: "A slow function needs somewhere to record the status of each request. Here that is a DynamoDB table, in which every item is found by its key. The function expects a key named requestId. Give the table that key.",
  step: "01-table",
  file: "table.json",
  judgedBy: ["01-table/partition-key", "01-table/no-sort-key"],
  fails: { check: "01-table/partition-key", observed: "RequestId (String)" },
  hints: [
    "In table.json, find each place where an attribute gets its name.",
    "Compare each name with the expected one, letter by letter. DynamoDB names are case-sensitive.",
    "One letter is wrong, in two places: KeySchema says which attribute is the key, and AttributeDefinitions says what type it has.",
  ],
  why: "DynamoDB finds an item by the exact name and value of its key, so the table and the function must agree on the name. In production, a wrong key causes a ValidationException on the first write. And because a key cannot be changed, you have to create a new table and move the items.",
};
