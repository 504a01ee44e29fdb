import type { Exercise } from "../model.ts";

export const acknowledge: Exercise = {
  id: "03-acknowledge",
  title: "Nothing to read from",
  task: "POST now returns before the function has run, so Lambda's response to API Gateway is empty. This template, printed in the original tutorial, still tries to read the id from it. Make the template produce valid JSON with the status PROCESSING.",
  step: "03-api",
  file: "post-response.vtl",
  judgedBy: ["03-api/post-response", "03-api/post-acknowledgement", "03-api/says-processing"],
  fails: { check: "03-api/post-acknowledgement", observed: '""""' },
  hints: [
    "Look at the line “observed”, and count the quotes.",
    "For a field that does not exist, $input.json('$.…') writes \"\", including the quotes. The template puts more quotes around that.",
    "The caller already knows the id, since it sent it. So what must the response say? Remove what reads from the empty response, and mind the comma.",
  ],
  why: "An asynchronous call returns nothing except that it was accepted, so the response can contain only what API Gateway itself knows. In production, broken JSON goes unnoticed for a long time because the status is 202, until a client reads the body and fails.",
};
