import type { Exercise } from "../model.ts";

export const request: Exercise = {
  id: "03-request",
  title: "The template makes the event",
  task: 'The caller posts {"requestId": "12345"}. The function\'s input, its event, also needs an action, which for POST is invoke. A mapping template turns the caller\'s body into the event, but this one passes the body on unchanged. Make it add the action.',
  step: "03-api",
  file: "post-request.vtl",
  judgedBy: ["03-api/post-request"],
  fails: { check: "03-api/post-request", observed: '{"requestId":' },
  hints: [
    "Look at post-request.vtl: $input.json('$') is the whole body, unchanged.",
    "Compare the lines “expected” and “observed”: one field is missing.",
    "Write out the JSON that you want, braces included, and put $input.path('$.…') in double quotes where the id belongs. For example, \"$input.path('$.color')\" would be the value of the body's field color.",
  ],
  why: "Without proxy integration, the function gets exactly what the template writes. The caller can stay simple, and the function need not know about HTTP. In production, a template that passes the body through gives the function an event without an action: it does nothing, or fails, and POST still returns 202.",
};
