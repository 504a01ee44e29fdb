import type { Exercise } from "../model.ts";

export const start: Exercise = {
  id: "04-start",
  title: "Each run has its own id",
  task: "The workflow's first task, of type HTTP, starts the work. Each run of the workflow gets a requestId as its input, but the task always sends the same id. Make it send the run's own.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: [
    "04-workflow/start-task",
    "04-workflow/start-request",
    "04-workflow/start-address",
    "04-workflow/poll-address",
  ],
  fails: { check: "04-workflow/start-request", observed: 'a body {"requestId":"12345"}' },
  hints: [
    "In the first task, look at body.",
    "Every run sends exactly that, whatever its input is. Compare it with the uri of the second task, which differs from run to run.",
    "Before Conductor runs a task, it replaces each ${…} in it. The inputs of the run are under workflow.input, by name.",
  ],
  why: "Conductor fills in the input of each run, so the work is stored under the same id that the second task polls for. In production, a fixed id works in the first test and never again: the next run finds the first run's item, which says COMPLETED, and ends at once without waiting for its own work.",
};
