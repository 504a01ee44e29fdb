import type { Exercise } from "../model.ts";

export const patience: Exercise = {
  id: "04-patience",
  title: "How long to wait",
  task: "The poll asks once a second, and nothing ends it if the work never does: a function that crashes leaves its item at PROCESSING. Give the poll a limit that still leaves the work its 27 seconds.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: ["04-workflow/poll-request", "04-workflow/time-limit", "04-workflow/gives-up"],
  fails: { check: "04-workflow/gives-up", observed: "no limit" },
  hints: [
    "Look at the fields around terminationCondition: they say how often to ask, and not until when.",
    "The limit is a number of polls. Interval times polls has to be clearly more than the 27 seconds of the work; a longer interval needs fewer of them.",
    "The field is called maxPollCount and stands beside pollingInterval. If the API is asked every 5 seconds, anything between 10 and 100 polls is sensible.",
  ],
  why: "A longer interval makes the end known a little later and saves most of the requests, and maxPollCount turns “forever” into a failed run that someone sees. In production, polls without an end are found on the bill: each one is a call of the API, a call of the function and a read of the table.",
};
