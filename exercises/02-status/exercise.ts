import type { Exercise } from "../model.ts";

export const status: Exercise = {
  id: "02-status",
  title: "“Not yet” is an answer",
  task: "A poll may arrive before the item exists. In that case the function status throws an error. Make it return an answer instead: the statusCode 404, and a body with the status NOT_FOUND.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/answers", "02-lambda/not-found", "02-lambda/found"],
  fails: { check: "02-lambda/answers", observed: "There is no request" },
  hints: [
    "Look at the function status: what does it do if the table has no item for the id?",
    "Compare that line with the one below it, which handles an item that exists. Your answer needs the same two fields.",
    "Replace the error with a return. The body is a string that contains JSON, built in the same way as in the line below, with a single field, status.",
  ],
  why: "“Nothing yet” is a normal state of a request, so the function returns it as data and the caller asks again. In production, an error would count as a failure of the function: alarms go off, the first early poll gets a 500, and the workflow fails although the work is fine.",
};
