import type { Exercise } from "../model.ts";

export const poll: Exercise = {
  id: "04-poll",
  title: "Where the status is",
  task: "The HTTP_POLL task sends GET again and again until its terminationCondition is true. This condition looks in the wrong place, so it never is. Correct it.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: [
    "04-workflow/condition-compiles",
    "04-workflow/condition-completed",
    "04-workflow/condition-unfinished",
  ],
  fails: { check: "04-workflow/condition-completed", observed: "false" },
  hints: [
    "Look at the line “expected”: it shows the response for which the condition must be true.",
    "$.output.response is the whole HTTP response. Its body is what the API returned: the JSON in the line “expected”.",
    "That JSON has a body of its own. Go down from $.output.response, one name at a time, until you reach status: how many times do you pass a body?",
  ],
  why: "The condition sees the whole HTTP response, so the path to the status goes through two bodies: that of the HTTP response and that of the function's answer. In production, a wrong path causes no error: the value is undefined, the condition is false, and the run goes on for days.",
};
