import type { Json, WorkflowDefinition } from "@long-running-api/conductor/definition/model";

/** The records of executions and their tasks. Field names are Conductor's. */

/** Where an execution stands. */
export type WorkflowStatus = "RUNNING" | "COMPLETED" | "FAILED" | "TIMED_OUT" | "TERMINATED" | "PAUSED";

/** Where a task stands. */
export type TaskStatus =
  | "SCHEDULED"
  | "IN_PROGRESS"
  | "COMPLETED"
  | "COMPLETED_WITH_ERRORS"
  | "FAILED"
  | "FAILED_WITH_TERMINAL_ERROR"
  | "TIMED_OUT"
  | "CANCELED"
  | "SKIPPED";

/** One task of one execution. Records are replaced, never changed in place. */
export interface Task {
  readonly taskId: string;
  readonly workflowInstanceId: string;
  readonly taskType: string;
  readonly taskDefName: string;
  readonly referenceTaskName: string;
  readonly status: TaskStatus;
  readonly seq: number;
  readonly inputData: Json;
  readonly outputData: Json;
  readonly retryCount: number;
  readonly pollCount: number;
  readonly iteration: number;
  readonly scheduledTime: number;
  readonly startTime: number;
  readonly endTime: number;
  readonly updateTime: number;
  readonly firstScheduledTime: number;
  readonly startDelayInSeconds: number;
  readonly callbackAfterSeconds: number;
  readonly responseTimeoutSeconds: number;
  /** A newer try of this task exists. */
  readonly retried: boolean;
  /** The decider has already drawn its conclusions from how this task ended. */
  readonly executed: boolean;
  readonly retriedTaskId?: string | undefined;
  readonly reasonForIncompletion?: string | undefined;
  readonly workerId?: string | undefined;
  readonly domain?: string | undefined;
  /** SUB_WORKFLOW: the execution that it started. */
  readonly subWorkflowId?: string | undefined;
  /** When the engine, or a worker's poll, may next take this task up; nothing: not before someone reports it. */
  readonly dueTime?: number | undefined;
}

/** One run of a workflow. The record is replaced, never changed in place; `tasks` is the engine's own index. */
export interface Execution {
  readonly workflowId: string;
  readonly definition: WorkflowDefinition;
  readonly status: WorkflowStatus;
  readonly createTime: number;
  readonly updateTime: number;
  readonly endTime: number;
  readonly lastRetriedTime: number;
  readonly input: Json;
  readonly output: Json;
  readonly variables: Json;
  readonly priority: number;
  readonly correlationId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly reasonForIncompletion?: string | undefined;
  /** The execution, and its SUB_WORKFLOW task, that started this one. */
  readonly parentWorkflowId?: string | undefined;
  readonly parentWorkflowTaskId?: string | undefined;
  /** Its tasks wait for mock outputs: only operators run (`POST /api/workflow/test`). */
  readonly isTest?: boolean | undefined;
  readonly taskToDomain: Readonly<Record<string, string>>;
  /** The task that ended the execution, unless it ended well or by its own timeout. */
  readonly failedTaskId?: string | undefined;
  readonly failedReferenceTaskNames: readonly string[];
  readonly failedTaskNames: readonly string[];
  readonly tasks: TaskIndex;
}

/**
 * The tasks of one execution in the order in which they were scheduled, with the two questions that the
 * decider asks all the time answered without a walk: which are still open, and which came last under a name.
 */
export interface TaskIndex {
  /** How many there are. */
  readonly size: number;
  /** The highest `seq`. */
  readonly lastSeq: number;
  all(): Iterable<Task>;
  get(taskId: string): Task | undefined;
  /** Those from which the decider has still to draw conclusions, oldest first. */
  open(): Iterable<Task>;
  /** The newest task of that reference name as the definition has it; inside a loop that of the last iteration. */
  latest(definedReferenceName: string): Task | undefined;
}

/** An index that only the executor and the store write. */
export interface WritableTaskIndex extends TaskIndex {
  put(task: Task): void;
  remove(taskId: string): void;
}

/** An execution whose tasks the engine may write. */
export type LiveExecution = Execution & { readonly tasks: WritableTaskIndex };

/** A line of a task's log. */
export interface TaskLog {
  readonly log: string;
  readonly taskId: string;
  readonly createdTime: number;
}

/** Whether nothing more happens to a task of this status. */
export function isTerminal(status: TaskStatus): boolean {
  return status !== "SCHEDULED" && status !== "IN_PROGRESS";
}

/** Whether the workflow goes on after a task of this status. */
export function isSuccessful(status: TaskStatus): boolean {
  return status === "COMPLETED" || status === "COMPLETED_WITH_ERRORS" || status === "SKIPPED";
}

/** Whether an execution of this status has ended. */
export function hasEnded(status: WorkflowStatus): boolean {
  return status !== "RUNNING" && status !== "PAUSED";
}

/** The reference name as the definition has it: tasks inside a loop carry `__iteration`. */
export function definedName(referenceTaskName: string): string {
  const at = referenceTaskName.indexOf("__");
  return at > 0 ? referenceTaskName.slice(0, at) : referenceTaskName;
}

/** An execution as Conductor names it in its messages. */
export function nameOf({ definition, workflowId }: Execution): string {
  return `${definition.name}.${definition.version}/${workflowId}`;
}
