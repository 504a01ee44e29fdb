import type { TaskType } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/join-task.html: waits for the tasks
 * in `joinOn`; the decider sees when they have ended.
 */
export const JOIN: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  decided: true,
  recordedAs: "JOIN",
  input: ({ joinOn }) => ({ joinOn }),
};
