/** The words of Conductor's definitions, with every default filled in. Field names are Conductor's. */

/** Any JSON object. */
export type Json = Record<string, unknown>;

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
  readonly backoffJitterMs: number;
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
  readonly forkTasks: readonly (readonly WorkflowTask[])[];
  readonly joinOn: readonly string[];
  readonly subWorkflowParam?: SubWorkflowParam;
  readonly taskDefinition?: TaskDefinition;
  readonly [other: string]: unknown;
}

/** Which workflow a SUB_WORKFLOW starts. Texts may hold expressions. */
export interface SubWorkflowParam {
  readonly name?: string;
  readonly version?: number;
  readonly taskToDomain?: Readonly<Record<string, string>>;
  /** A definition in place, or an expression that becomes one. */
  readonly workflowDefinition?: WorkflowDefinition | string;
  readonly idempotencyKey?: string;
  readonly idempotencyStrategy?: string;
  readonly priority?: unknown;
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

/** An object's own member by an untrusted name, never an inherited one such as `constructor`. */
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
