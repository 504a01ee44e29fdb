import type { Json, WorkflowDefinition } from "@long-running-api/conductor/definition/model";

/** The records of executions and their tasks. Field names are Conductor's. */

/** The status of an execution. */
export type WorkflowStatus = "RUNNING" | "COMPLETED" | "FAILED" | "TIMED_OUT" | "TERMINATED" | "PAUSED";

/** The status of a task. */
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
  /** True when a newer attempt of this task exists. */
  readonly retried: boolean;
  /** True when the decider has already processed the end of this task. */
  readonly executed: boolean;
  readonly retriedTaskId?: string | undefined;
  readonly reasonForIncompletion?: string | undefined;
  readonly workerId?: string | undefined;
  readonly domain?: string | undefined;
  /** SUB_WORKFLOW: the execution that it started. */
  readonly subWorkflowId?: string | undefined;
  /** When the engine, or a worker's poll, may next start this task; undefined: only when it is reported. */
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
  /** The task that ended the execution, unless it succeeded or timed out itself. */
  readonly failedTaskId?: string | undefined;
  readonly failedReferenceTaskNames: readonly string[];
  readonly failedTaskNames: readonly string[];
  readonly tasks: TaskIndex;
}

/**
 * The tasks of one execution in the order of scheduling, indexed for the two queries that the
 * decider needs all the time: the open tasks, and the last task of a reference name.
 */
export interface TaskIndex {
  /** The number of tasks. */
  readonly size: number;
  /** The highest `seq`. */
  readonly lastSeq: number;
  all(): Iterable<Task>;
  get(taskId: string): Task | undefined;
  /** Tasks that the decider has not processed yet, oldest first. */
  open(): Iterable<Task>;
  /** The newest task of a reference name in the definition; inside a loop, that of the last iteration. */
  latest(definedReferenceName: string): Task | undefined;
}

/** A writable index, for the executor and the store only. */
export interface WritableTaskIndex extends TaskIndex {
  put(task: Task): void;
  remove(taskId: string): void;
}

/** An execution with writable tasks. */
export type LiveExecution = Execution & { readonly tasks: WritableTaskIndex };

/** A line of a task's log. */
export interface TaskLog {
  readonly log: string;
  readonly taskId: string;
  readonly createdTime: number;
}

/** Whether the workflow continues after a task of this status. */
export function isSuccessful(status: TaskStatus): boolean {
  return status === "COMPLETED" || status === "COMPLETED_WITH_ERRORS" || status === "SKIPPED";
}

/** The reference name in the definition: tasks inside a loop have the suffix `__iteration`. */
export function definedName(referenceTaskName: string): string {
  const at = referenceTaskName.indexOf("__");
  return at > 0 ? referenceTaskName.slice(0, at) : referenceTaskName;
}

/** An execution as Conductor names it in its messages. */
export function nameOf({ definition, workflowId }: Execution): string {
  return `${definition.name}.${definition.version}/${workflowId}`;
}
