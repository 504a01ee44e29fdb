import type { Json, WorkflowTask } from "@long-running-api/conductor/definition/model";
import type { Execution, Task, TaskStatus } from "../model.ts";
import type { Scripts } from "../scripts.ts";

/** What one look at the world found. The executor writes it into the task's record. */
export interface Look {
  readonly status: TaskStatus;
  readonly outputData?: Json;
  readonly reasonForIncompletion?: string;
  /** With IN_PROGRESS: when to look again. Nothing: not before someone reports the task. */
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

/** What a look may use. */
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
 * A task type: one look at the world, then it lets go. The executor owns time; the record says where a task
 * stands, so any look may be the first one after a restart.
 */
export interface TaskType {
  /** How it enters the record: waiting for its turn, or at once under way. */
  readonly begins: "SCHEDULED" | "IN_PROGRESS";
  /** It reaches outside, so what led to it must be on disk first. */
  readonly outside: boolean;
  execute(task: Task, tools: Tools): Look | Promise<Look>;
}

/** What went wrong, as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
