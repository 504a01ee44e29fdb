import type { TaskBook } from "./task-book.ts";

/** The words of Conductor's own model, as far as this engine goes. Field names are Conductor's. */

/** Any JSON object. */
export type Json = Record<string, unknown>;

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

/** How often and how long a task may be tried, registered under the task's `name`. */
export interface TaskDefinition {
  readonly name: string;
  readonly retryCount: number;
  readonly timeoutSeconds: number;
  readonly timeoutPolicy: "RETRY" | "TIME_OUT_WF" | "ALERT_ONLY";
  readonly retryLogic: "FIXED" | "LINEAR_BACKOFF" | "EXPONENTIAL_BACKOFF";
  readonly retryDelaySeconds: number;
  readonly responseTimeoutSeconds: number;
  readonly pollTimeoutSeconds?: number;
  readonly totalTimeoutSeconds: number;
  readonly backoffScaleFactor: number;
  readonly maxRetryDelaySeconds: number;
  readonly concurrentExecLimit?: number;
  readonly inputTemplate: Json;
  readonly [other: string]: unknown;
}

/** One step of a workflow definition. */
export interface WorkflowTask {
  readonly name: string;
  readonly taskReferenceName: string;
  readonly type: string;
  readonly inputParameters: Json;
  readonly optional: boolean;
  readonly permissive: boolean;
  readonly asyncComplete: boolean;
  readonly startDelay: number;
  readonly retryCount?: number;
  readonly evaluatorType?: string;
  readonly expression?: string;
  readonly loopCondition?: string;
  readonly items?: string;
  readonly decisionCases: Readonly<Record<string, readonly WorkflowTask[]>>;
  readonly defaultCase: readonly WorkflowTask[];
  readonly loopOver: readonly WorkflowTask[];
  readonly taskDefinition?: TaskDefinition;
  readonly [other: string]: unknown;
}

/** A workflow definition with every default filled in. */
export interface WorkflowDefinition {
  readonly name: string;
  readonly version: number;
  readonly createTime: number;
  readonly updateTime: number;
  readonly description?: string;
  readonly tasks: readonly WorkflowTask[];
  readonly inputParameters: readonly string[];
  readonly outputParameters: Json;
  readonly inputTemplate: Json;
  readonly variables: Json;
  readonly timeoutSeconds: number;
  readonly timeoutPolicy: "TIME_OUT_WF" | "ALERT_ONLY";
  readonly restartable: boolean;
  readonly failureWorkflow?: string;
  readonly [other: string]: unknown;
}

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
  /** When the engine, or a worker's poll, may next take this task up; nothing: not before someone reports it. */
  readonly dueTime?: number | undefined;
}

/** One run of a workflow. The record is replaced, never changed in place; `tasks` is the engine's own book. */
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
  readonly taskToDomain: Readonly<Record<string, string>>;
  readonly failedReferenceTaskNames: readonly string[];
  readonly failedTaskNames: readonly string[];
  readonly tasks: TaskBook;
}

/** A line of a task's log. */
export interface TaskLog {
  readonly log: string;
  readonly taskId: string;
  readonly createdTime: number;
}

/** A value that someone else named, and nothing that the name happens to mean to JavaScript. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The tasks of a SWITCH that follow from a case. */
export function branchOf(
  { decisionCases, defaultCase }: WorkflowTask,
  selected: string,
): readonly WorkflowTask[] {
  return own(decisionCases, selected) ?? defaultCase;
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
