import type { Exercise } from "../model.ts";

export const ends: Exercise = {
  id: "04-ends",
  title: "Every run ends",
  task: "This run ends only if the work succeeds. If the work fails, the item says FAILED; if the function dies, it says PROCESSING forever. Either way, the run keeps polling. First make it stop on FAILED: instead of true and false, a condition can return 1 to complete the task, 0 to poll again, or -1 to fail the task. Then limit the number of polls, but leave the work its 27 seconds.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: [
    "04-workflow/condition-failed",
    "04-workflow/poll-request",
    "04-workflow/time-limit",
    "04-workflow/gives-up",
  ],
  fails: { check: "04-workflow/condition-failed", observed: "false for" },
  shows: "04-workflow/gives-up",
  hints: [
    "The condition handles one case of three: done, failed, and neither. It is a JavaScript function, so it can store the status in a variable and test it twice.",
    'Return 1, -1 or 0 depending on the status: two ifs and a final return, or two ? : in a row. Inside JSON, a double quote is written \\".',
    "The limit is called maxPollCount and belongs next to pollingInterval. The interval times the number of polls must be well over 27 seconds: at every 5 seconds, anything between 10 and 100 polls is sensible.",
  ],
  why: "-1 ends the run at the poll that sees the failure, and maxPollCount turns “forever” into a failed run that someone notices. In production, endless polling shows up on the bill: each poll is an API call, a function call and a table read, for work that died long ago.",
};
