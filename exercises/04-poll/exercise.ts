import type { Exercise } from "../model.ts";

export const poll: Exercise = {
  id: "04-poll",
  title: "Where the status is",
  task: "The task of the type HTTP_POLL sends GET again and again, until its terminationCondition is true. The condition looks in the wrong place, so it never will be.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: [
    "04-workflow/condition-compiles",
    "04-workflow/condition-completed",
    "04-workflow/condition-unfinished",
  ],
  fails: { check: "04-workflow/condition-completed", observed: "false" },
  hints: [
    "Look at the line “expected”: it shows the answer for which the condition must be true.",
    "$.output.response is the whole HTTP answer. Its body is what the API returned, which is the JSON in the line “expected”.",
    "That JSON has a body of its own. Walk down from $.output.response, one name at a time, until you reach status: how often do you pass a body?",
  ],
  why: "The condition sees the whole HTTP answer, so the way to the status passes two bodies, one of HTTP and one of the function. In production, a wrong path raises no error: the value is undefined, the condition is false, and the run goes on for days.",
};
