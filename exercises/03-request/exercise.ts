import type { Exercise } from "../model.ts";

export const request: Exercise = {
  id: "03-request",
  title: "The template makes the event",
  task: 'The caller posts {"requestId": "12345"}. The function wants to know what to do as well: its event needs an action, and POST stands for the action invoke. A mapping template turns the one into the other; this one changes nothing.',
  step: "03-api",
  file: "post-request.vtl",
  judgedBy: ["03-api/post-request"],
  fails: { check: "03-api/post-request", observed: '{"requestId":' },
  hints: [
    "Look at post-request.vtl: $input.json('$') stands for the whole body, as it came.",
    "Compare the lines “expected” and “observed”: one field is missing.",
    "Write the JSON that you want, braces and all, and put a $input.path('$.…') within quotes where the id belongs. $input.path('$.color') would be the value of the body's field color.",
  ],
  why: "Without proxy integration the function gets what the template writes, and nothing else; so the caller can stay simple, and the function need not know about HTTP. In production, a template that passes the body through gives the function an event without an action: it does nothing, or fails, and POST answers 202 all the same.",
};
