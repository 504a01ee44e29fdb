import type { Exercise } from "../model.ts";

export const body: Exercise = {
  id: "03-body",
  title: "Text that looks like JSON",
  task: "The function returns its body as a string that contains JSON. GET passes it on as a string, and a caller that looks for body.status in a string finds nothing. Make body an object.",
  step: "03-api",
  file: "get-response.vtl",
  judgedBy: ["03-api/get-response", "03-api/get-body", "03-api/body-is-object"],
  fails: { check: "03-api/get-body", observed: "body is a string that contains JSON" },
  hints: [
    "Compare the lines “expected” and “observed”: what comes before the inner brace, and what comes before each inner quote?",
    "$input.json('$.…') writes a value as JSON, and JSON puts a string in quotes. $input.path('$.…') writes the value itself: for a string, just its characters.",
    "The characters of body are already JSON. Without quotes around them, they become part of the response, so one of the two lines needs the other method.",
  ],
  why: "Without quotes around it, the function's string becomes part of the JSON, and body.status exists. In production, this mistake hides well: every response is a 200, anyone who looks sees the right status in it, and the workflow polls forever.",
};
