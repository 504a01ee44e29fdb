import type { Exercise } from "../model.ts";

export const write: Exercise = {
  id: "02-write",
  title: "Write first, then work",
  task: "When the function is called with the action invoke, it does the slow work and then writes the request to the table as PROCESSING. But others will ask for the status while the work is still running. Make sure that they find it.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/writes-first"],
  fails: { check: "02-lambda/writes-first", observed: "no item until the work was done" },
  hints: [
    "Read the function invoke from top to bottom, and think about how long each line takes.",
    "Which line takes seconds, and which takes milliseconds? So when does the item appear in the table?",
    "Every line is right; only the order is wrong. Anything that others need to see must be written before the slow line.",
  ],
  why: "The table can be read while the function is busy, so whatever others need to know must be in it before the work begins. In production, this mistake shows as polls that find nothing for minutes, and as work that leaves no trace if the function dies halfway.",
};
