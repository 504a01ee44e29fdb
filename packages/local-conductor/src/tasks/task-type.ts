import type { Json, WorkflowTask } from "@long-running-api/conductor/definition/model";
import type { Execution, Task, TaskStatus } from "../model.ts";
import type { Scripts } from "../scripts.ts";

/** What came of executing a task once. The executor writes it into the task's record. */
export interface TaskOutcome {
  readonly status: TaskStatus;
  readonly outputData?: Json;
  readonly reasonForIncompletion?: string;
  /** With IN_PROGRESS: when to execute it again. Undefined: only when someone reports the task. */
  readonly callbackAfterSeconds?: number;
  /** Lines for the task's log. */
  readonly logs?: readonly string[];
  /** Added to the task's input, where Conductor notes it. */
  readonly inputData?: Json;
  /** Workflow variables to set. */
  readonly variables?: Json;
  /** DO_WHILE: the iteration that begins. */
  readonly iteration?: number;
}

/** What a task may use. */
export interface Tools {
  now(): number;
  readonly execution: Execution;
  readonly workflowTask: WorkflowTask;
  readonly minPollIntervalSeconds: number;
  /** With a list, no other host is called. */
  readonly allowHosts: readonly string[] | undefined;
  readonly scripts: Scripts;
}

/**
 * A task type: it acts once and returns. The executor owns time; the record holds where a task stands, so any
 * execution may be the first one after a restart.
 */
export interface TaskType {
  /** The status with which it enters the record. */
  readonly begins: "SCHEDULED" | "IN_PROGRESS";
  /** It decides the way of the workflow from its input as it is recorded, without the values of secrets. */
  readonly operator?: boolean;
  /** It calls other hosts, so what led to it must be on disk first. */
  readonly outside: boolean;
  execute(task: Task, tools: Tools): TaskOutcome | Promise<TaskOutcome>;
}

/** What went wrong, as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
