import type { Exercise } from "../model.ts";

export const fails: Exercise = {
  id: "04-fails",
  title: "When the work fails",
  task: "Sometimes the work fails, and the item says FAILED. The condition waits for COMPLETED alone, so such a run polls forever. A condition may return more than true and false: 1 completes the task, 0 polls again, and -1 ends the task as failed. Make it give up when the work has failed.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: ["04-workflow/condition-failed"],
  fails: { check: "04-workflow/condition-failed", observed: "false for" },
  hints: [
    "There are three cases: the work is done, it has failed, or it goes on. How many of them does the condition know?",
    "The condition is a function in JavaScript, so it can keep the status in a variable and look at it twice.",
    'Return 1, -1 or 0 by the status. Two ifs and a last return will do, and so will two ? : in a row. Within JSON, a quote is written \\".',
  ],
  why: "-1 ends the task as failed at the next poll, so the run fails while someone can still do something about it. In production, a condition that knows only success turns each failed job into a run without an end, until the server is busy with polls for work that died long ago.",
};
