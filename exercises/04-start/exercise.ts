import type { Exercise } from "../model.ts";

export const start: Exercise = {
  id: "04-start",
  title: "Each run has its own id",
  task: "The workflow starts the work with its first task, of the type HTTP. Each run of the workflow gets a requestId as its input. Make the task send that id.",
  step: "04-workflow",
  file: "workflow.json",
  judgedBy: ["04-workflow/start-task", "04-workflow/start-request"],
  fails: { check: "04-workflow/start-request", observed: 'a body {"requestId":"12345"}' },
  hints: [
    "In the first task, look at body.",
    "Every run sends what stands there, whatever its input is. Compare it with the uri of the second task, which differs from run to run.",
    "Before Conductor runs a task, it fills in each ${…} in it. An input of the run is found under workflow.input, by its name.",
  ],
  why: "Conductor fills in the input of each run, so the work is noted under the same id that the second task polls for. In production, a fixed id works in the first test and never again: the next run finds the item of the first one, which says COMPLETED, and ends at once without having waited for its own work.",
};
