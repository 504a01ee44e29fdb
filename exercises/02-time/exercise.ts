import type { Exercise } from "../model.ts";

export const time: Exercise = {
  id: "02-time",
  title: "Time to work",
  task: "Lambda ends a function that takes longer than its timeout, and a new function gets 3 seconds. This one works for 27. Give it enough time.",
  step: "02-lambda",
  file: "function.json",
  judgedBy: ["02-lambda/timeout"],
  fails: { check: "02-lambda/timeout", observed: "3 s, the default" },
  hints: [
    "Look at the field Timeout in function.json. It counts seconds.",
    "Compare it with the time that the work takes: 2 seconds, and the 25 of PROCESSING_SECONDS.",
    "Leave some room for a slow start. A minute is usual for such work; Lambda allows up to 900 seconds.",
  ],
  why: "The timeout is a limit and not a price: you pay for the time that is used, so it may be generous. In production, a short one ends the work without a word to the caller; the item stays PROCESSING, and Lambda runs an asynchronous call twice more, so the work is begun three times and never finished.",
};
