import type { TaskType } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/fork-task.html: done as soon as it
 * is recorded; its branches and its JOIN are scheduled with it.
 */
export const FORK_JOIN: TaskType = { begins: "COMPLETED", outside: false, decided: true, recordedAs: "FORK" };
