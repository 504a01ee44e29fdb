import type { WorkflowTask } from "./model.ts";

/** Every task of a list, those in branches and loops too, in reading order. */
export function* everyTask(tasks: readonly WorkflowTask[]): Generator<WorkflowTask> {
  for (const task of tasks) {
    yield task;
    for (const branch of branchesOf(task)) yield* everyTask(branch);
    yield* everyTask(task.loopOver);
  }
}

/** The branches of a SWITCH or a FORK_JOIN. */
export function branchesOf(task: WorkflowTask): readonly (readonly WorkflowTask[])[] {
  return [...Object.values(task.decisionCases), task.defaultCase, ...task.forkTasks];
}
