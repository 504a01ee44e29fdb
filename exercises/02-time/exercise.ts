import type { Exercise } from "../model.ts";

export const time: Exercise = {
  id: "02-time",
  title: "Time to work",
  task: "Lambda stops a function that runs longer than its timeout. The default is 3 seconds, and this function works for 27. Give it enough time.",
  step: "02-lambda",
  file: "function.json",
  judgedBy: ["02-lambda/timeout"],
  fails: { check: "02-lambda/timeout", observed: "3 s, the default" },
  hints: [
    "Look at the field Timeout in function.json. It is in seconds.",
    "Compare it with the time that the work takes: 2 seconds plus the 25 of PROCESSING_SECONDS.",
    "Leave some room for a slow start. A minute is usual for such work; Lambda allows up to 900 seconds.",
  ],
  why: "The timeout is a limit, not a price: you pay only for the time that the function runs, so you can be generous. In production, a timeout that is too short kills the work without telling the caller. The item stays PROCESSING, and Lambda retries an asynchronous call twice, so the work starts three times and never finishes.",
};
