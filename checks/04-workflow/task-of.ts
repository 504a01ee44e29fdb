import type { WorkflowView } from "../read/the-workflow.ts";

/** A task of the workflow, for checks that run only if it exists. */
export function taskOf(workflow: WorkflowView, which: "start" | "poll"): NonNullable<WorkflowView["start"]> {
  const task = workflow[which];
  if (!task) throw new Error("Cannot judge a task that does not exist.");
  return task;
}
