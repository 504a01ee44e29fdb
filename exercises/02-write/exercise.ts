import type { Exercise } from "../model.ts";

export const write: Exercise = {
  id: "02-write",
  title: "Write first, then work",
  task: "When the function is called with the action invoke, it does the slow work and notes the request in the table as PROCESSING. While the work goes on, others will ask how far it is. Make sure that they find something.",
  step: "02-lambda",
  file: "function",
  judgedBy: ["02-lambda/writes-first"],
  fails: { check: "02-lambda/writes-first", observed: "no item until the work was over" },
  hints: [
    "Look at the function invoke, and follow its lines from top to bottom with a clock in mind.",
    "Which line takes seconds, and which takes milliseconds? When does the item appear in the table?",
    "Every line is right; only the order is not. What others must be able to see has to be written before the slow line.",
  ],
  why: "The table can be read while the function is busy, so whatever others need to know has to be there before the work begins. In production, the mistake shows as polls that find nothing for minutes, and as work that leaves no trace when the function dies halfway.",
};
