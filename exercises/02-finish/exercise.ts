import type { Exercise } from "../model.ts";

export const finish: Exercise = {
  id: "02-finish",
  title: "The last write counts",
  task: "When the work is done, the function finish sets the item's status to COMPLETED. DynamoDB rejects that update. Find out why, and fix it.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/finishes"],
  fails: { check: "02-lambda/finishes", observed: "reserved keyword: status" },
  hints: [
    "Read DynamoDB's message in the line “observed”: it names the word that it rejects.",
    "DynamoDB reserves some words, so an expression cannot use them as attribute names. Use a placeholder that begins with # instead.",
    "The update takes another field that says which attribute each placeholder stands for: ExpressionAttributeNames. It is an object: each key is a placeholder, such as #s, and its value is the real name, a plain string.",
  ],
  why: "The placeholder keeps the reserved word out of the expression. And because the function waits for the update, Lambda does not freeze it before the request is sent. In production, a failed last write goes unnoticed: the work is done, but the item still says PROCESSING, and every caller keeps polling until someone reads the log.",
};
