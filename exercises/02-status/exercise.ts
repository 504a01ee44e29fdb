import type { Exercise } from "../model.ts";

export const status: Exercise = {
  id: "02-status",
  title: "“Not yet” is an answer",
  task: "A poll may come before the item is there. The function status raises an error then. Make it return an answer instead: the statusCode 404, and a body that says that the status is NOT_FOUND.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/answers", "02-lambda/not-found"],
  fails: { check: "02-lambda/answers", observed: "There is no request" },
  hints: [
    "Look at the function status: what does it do when the table has no item for the id?",
    "Compare that line with the one below it, which handles an item that is there. The new answer has the same two fields.",
    "Replace the error by a return. The body is a text with JSON inside, written in the same way as in the line below; it has a single field, status.",
  ],
  why: "That there is nothing yet is an ordinary state of a request, so it is returned as data, and the caller asks again. In production, an error in its place counts as a failure of the function: alarms go off, the first early poll gets a 500, and the workflow fails although the work is fine.",
};
