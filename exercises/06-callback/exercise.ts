import type { Exercise } from "../model.ts";

export const callback: Exercise = {
  id: "06-callback",
  title: "Do not ask, be called",
  task: "The second method needs no polls while the work goes on: the function knows the ids of the run and of its task, and reports to Conductor when it is done. This function does so already. But the HTTP task does not wait for its report: it is complete when the API has answered. Make it wait.",
  step: "06-callback",
  file: "callback.json",
  judgedBy: ["06-callback/completes", "06-callback/workflow", "06-callback/fallback"],
  fails: { check: "06-callback/completes", observed: "by the API's answer" },
  hints: [
    "Look at the first task, the one that starts the work. What would tell Conductor that an answer from the API is not the end of it?",
    "A task of the type HTTP has a switch for this. It belongs to the task itself, as its type does, and not to the request that it sends.",
    "The switch is called asyncComplete, and it is off unless it is set to true. Put it beside type and optional; mind the comma.",
  ],
  why: "A task with asyncComplete stays IN_PROGRESS until someone who knows its id completes it, so one request replaces all the polls, however long the work takes. In production, a callback can be lost, late, or sent twice: that is why the task has a time limit, is optional, and is followed by a poll.",
};
