import type { Exercise } from "../model.ts";

export const ends: Exercise = {
  id: "04-ends",
  title: "Every run ends",
  task: "This run ends only if the work succeeds. When the work fails, the item says FAILED; when the function dies, it says PROCESSING forever; and the run polls on in both cases. First make it give up on FAILED: a condition may return more than true and false, namely 1 to complete the task, 0 to poll again, and -1 to end the task as failed. Then give the poll a limit that still leaves the work its 27 seconds.",
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
    "The condition knows one case of three: done, failed, and neither. It is a function in JavaScript, so it can keep the status in a variable and look at it twice.",
    'Return 1, -1 or 0 by the status: two ifs and a last return, or two ? : in a row. Within JSON, a quote is written \\".',
    "The limit is called maxPollCount and stands beside pollingInterval. Interval times polls has to be clearly more than 27 seconds: asked every 5 seconds, anything between 10 and 100 polls is sensible.",
  ],
  why: "-1 ends the run at the poll that sees the failure, and maxPollCount turns “forever” into a failed run that someone sees. In production, polls without an end are found on the bill: each one is a call of the API, a call of the function and a read of the table, for work that died long ago.",
};
