import type { Exercise } from "../model.ts";

export const acknowledge: Exercise = {
  id: "03-acknowledge",
  title: "An answer out of nothing",
  task: "POST now answers before the function has run, so the answer that Lambda gives API Gateway is empty. The tutorial's template tries to read the id out of it. Make the template answer with valid JSON that says PROCESSING.",
  step: "03-api",
  file: "post-response.vtl",
  judgedBy: ["03-api/post-response", "03-api/post-acknowledgement"],
  fails: { check: "03-api/post-acknowledgement", observed: '""""' },
  hints: [
    "Look at the line “observed”, and count the quotes.",
    "$input.json('$.…') of something that is not there writes \"\", with its quotes. The template puts quotes around that.",
    "The caller knows the id already, since it sent it. What does the answer have to say? Whatever reads from the empty answer can go; mind the comma.",
  ],
  why: "An asynchronous call returns nothing except that it was accepted, so the answer may say only what API Gateway knows by itself. In production, broken JSON goes unnoticed for long, because the status is 202; the first client that reads the body fails.",
};
