import type { Exercise } from "../model.ts";

export const callback: Exercise = {
  id: "06-callback",
  title: "Get a call instead of polling",
  task: "The tutorial's second method does not poll while the work runs: the function knows the ids of the run and of its task, and reports to Conductor when it is done. The function here already does. But the HTTP task does not wait for that report: it completes as soon as the API responds. Make it wait.",
  step: "06-callback",
  file: "callback.json",
  judgedBy: ["06-callback/completes", "06-callback/workflow", "06-callback/fallback"],
  fails: { check: "06-callback/completes", observed: "by the API's answer" },
  hints: [
    "Look at the first task, the one that starts the work. What would tell Conductor that the API's response does not complete it?",
    "A task of type HTTP has a setting for this. It belongs to the task itself, next to its type, not to the request that it sends.",
    "The setting is called asyncComplete, and it is off by default. Set it to true next to type and optional, and mind the comma.",
  ],
  why: "A task with asyncComplete stays IN_PROGRESS until someone who knows its id completes it, so one request replaces all the polls, however long the work takes. In production, a callback can be lost, delayed or sent twice. That is why the task has a time limit, is optional, and is followed by a poll.",
};
