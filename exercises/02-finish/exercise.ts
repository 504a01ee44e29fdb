import type { Exercise } from "../model.ts";

export const finish: Exercise = {
  id: "02-finish",
  title: "The last write counts",
  task: "When the work is over, the function finish sets the item's status to COMPLETED. DynamoDB refuses that update. Make it accept it.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/finishes"],
  fails: { check: "02-lambda/finishes", observed: "reserved keyword: status" },
  hints: [
    "Read what DynamoDB says in the line “observed”: it names the word that it does not accept.",
    "Some words mean something to DynamoDB itself, so an expression may not use them as the name of an attribute. It can use a stand-in that begins with #.",
    "An update has a second field that says which attribute each stand-in means: ExpressionAttributeNames. It is an object: each key is a stand-in, such as #s, and its value is the real name.",
  ],
  why: "The stand-in keeps the reserved word out of the expression, and because the function waits for the update, Lambda does not freeze it before the request is sent. In production, a last write that fails is silent: the work is done, the item still says PROCESSING, and every caller polls until someone reads the log.",
};
