import type { Json } from "@long-running-api/conductor/definition/model";
import { fillObject } from "@long-running-api/conductor/expression";
import { isTerminal } from "@long-running-api/conductor/status";
import type { Execution, Task, WorkflowStatus } from "../model.ts";
import { change, current, type Draft, latest } from "./draft.ts";
import { scopeOf } from "./input.ts";

/** How an execution ends. */
export interface End {
  readonly status: Extract<WorkflowStatus, "COMPLETED" | "FAILED" | "TIMED_OUT" | "TERMINATED">;
  readonly reason?: string | undefined;
  /** The task whose end this is. */
  readonly failedTaskId?: string | undefined;
}

/** The execution's record once it has ended, and its open tasks canceled. */
export function ended(draft: Draft, { status, reason, failedTaskId }: End): Execution {
  const { execution, now } = draft;
  const tasks = [...allTasks(draft)];
  const failed = tasks.filter(({ status }) => status === "FAILED" || status === "FAILED_WITH_TERMINAL_ERROR");
  // An execution that completes is still RUNNING when its output is filled in.
  const seen = status === "COMPLETED" ? execution : { ...execution, status };
  const output = outputOf({ ...draft, execution: seen }, tasks);
  for (const task of tasks) {
    if (!isTerminal(task.status)) change(draft, task, { status: "CANCELED", endTime: now });
  }
  return {
    ...execution,
    status,
    output,
    endTime: now,
    updateTime: now,
    reasonForIncompletion: reason,
    failedTaskId,
    failedReferenceTaskNames: union(
      execution.failedReferenceTaskNames,
      failed.map((task) => task.referenceTaskName),
    ),
    failedTaskNames: union(
      execution.failedTaskNames,
      failed.map((task) => task.taskDefName),
    ),
  };
}

/** Every task with the draft's changes. */
export function* allTasks(draft: Draft): Generator<Task> {
  for (const task of draft.execution.tasks.all())
    if (!draft.removed.has(task.taskId)) yield current(draft, task);
  for (const task of draft.changed.values()) if (!draft.execution.tasks.get(task.taskId)) yield task;
}

/** A successful TERMINATE's output; else the definition's output parameters; else the last task's output. */
function outputOf(draft: Draft, tasks: readonly Task[]): Json {
  const { definition } = draft.execution;
  const terminate = tasks.find((task) => task.taskType === "TERMINATE" && task.status === "COMPLETED");
  if (terminate) return terminate.outputData;
  if (Object.keys(definition.outputParameters).length > 0) {
    return fillObject(
      definition.outputParameters,
      scopeOf(draft.execution, (name) => latest(draft, name)),
    );
  }
  return tasks.at(-1)?.outputData ?? {};
}

function union(known: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}
