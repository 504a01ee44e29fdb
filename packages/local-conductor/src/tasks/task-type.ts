import type { Json, WorkflowDefinition, WorkflowTask } from "@long-running-api/conductor/definition/model";
import type { Scope } from "@long-running-api/conductor/expression";
import type { NewExecution } from "../executor/new-execution.ts";
import type { Execution, Task, TaskStatus } from "../model.ts";
import type { Scripts } from "../scripts.ts";

/** The outcome of executing a task once. The executor writes it into the task's record. */
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
  /** SUB_WORKFLOW: the execution that starts with it. */
  readonly starts?: NewExecution;
}

/** The services that a task may use. */
export interface Tools {
  now(): number;
  readonly execution: Execution;
  readonly workflowTask: WorkflowTask;
  readonly minPollIntervalSeconds: number;
  /** How long an HTTP_POLL keeps polling while its polls fail with temporary errors. */
  readonly maxPollFailureSeconds: number;
  /** With a list, no other host is called. */
  readonly allowHosts: readonly string[] | undefined;
  readonly scripts: Scripts;
  readonly definitions: Definitions;
  /** How many executions an execution is nested in. */
  depthOf(execution: Execution): number;
}

/** The workflow definitions that a task can start. */
export interface Definitions {
  /** A registered one, else its latest version; throws the server's 404. */
  registered(name: string, version: number | undefined): WorkflowDefinition;
  /** One that is given in place; throws what is wrong with it. */
  inPlace(value: unknown): Promise<WorkflowDefinition>;
}

/**
 * A task type: it acts once and returns. The executor owns time; the record holds the task's state, so any
 * execution may be the first one after a restart.
 */
export interface TaskType {
  /** The status with which it enters the record. */
  readonly begins: "SCHEDULED" | "IN_PROGRESS" | "COMPLETED";
  /** It decides how the workflow continues, from its recorded input, in which secrets have no value. */
  readonly operator?: boolean;
  /** What led to it must be on disk before it runs: it calls other hosts, or starts an execution. */
  readonly outside: boolean;
  /** The host that it calls: the places for requests are shared between hosts. */
  host?(task: Task): string;
  /** In a test (`POST /api/workflow/test`) it waits for a mock output. */
  readonly mocked?: true;
  /** The decider moves it on: nothing is due when it enters the record. */
  readonly decided?: true;
  /** The type and name under which Conductor records it, where these are not the definition's. */
  readonly recordedAs?: string;
  /** The input that its record begins with, where that is more than its parameters. */
  input?(workflowTask: WorkflowTask, parameters: Json, scope: Scope): Json;
  /** Nothing to execute: all follows from the execution's other tasks. */
  execute?(task: Task, tools: Tools): TaskOutcome | Promise<TaskOutcome>;
}

/** What went wrong, as text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
