import type { Exercise } from "../model.ts";

export const body: Exercise = {
  id: "03-body",
  title: "Text that looks like JSON",
  task: "The body that the function returns is a text with JSON inside. GET passes it on as a text, and a caller that looks for body.status in a text finds nothing. Make body an object.",
  step: "03-api",
  file: "get-response.vtl",
  judgedBy: ["03-api/get-response", "03-api/get-body"],
  fails: { check: "03-api/get-body", observed: "body is a string that contains JSON" },
  hints: [
    "Compare the lines “expected” and “observed”: what stands before the inner brace, and what stands before each inner quote?",
    "$input.json('$.…') writes a value as JSON, and JSON puts a text in quotes. $input.path('$.…') gives the value itself: of a text, the bare characters.",
    "The characters of body are JSON already. Written without quotes around them, they become a part of the answer; so one of the two lines needs the other method.",
  ],
  why: "Without quotes around it, the function's text becomes a part of the JSON, and body.status exists. In production, this mistake hides well: every answer is a 200, everyone can read the status in it, and the workflow polls forever.",
};
