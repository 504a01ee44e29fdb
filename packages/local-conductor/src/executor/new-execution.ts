import type { Json, WorkflowDefinition } from "@long-running-api/conductor/definition/model";
import type { Execution, LiveExecution } from "../model.ts";
import { taskIndex } from "../task-index.ts";

/** What an execution starts with: the definition that it keeps, and the fields of the request. */
export interface NewExecution
  extends Pick<
    Execution,
    | "definition"
    | "input"
    | "correlationId"
    | "idempotencyKey"
    | "parentWorkflowId"
    | "parentWorkflowTaskId"
    | "isTest"
  > {
  readonly priority?: number | undefined;
  readonly taskToDomain?: Readonly<Record<string, string>> | undefined;
}

/** The record of an execution before anything has happened to it. */
export function newExecution(begins: NewExecution, workflowId: string, now: number): LiveExecution {
  const { definition } = begins;
  return {
    ...begins,
    workflowId,
    status: "RUNNING",
    createTime: now,
    updateTime: now,
    endTime: 0,
    lastRetriedTime: 0,
    input: withTemplate(definition, begins.input),
    output: {},
    variables: { ...definition.variables },
    priority: begins.priority ?? 0,
    taskToDomain: begins.taskToDomain ?? {},
    failedReferenceTaskNames: [],
    failedTaskNames: [],
    tasks: taskIndex(),
  };
}

function withTemplate({ inputTemplate }: WorkflowDefinition, input: Json): Json {
  return { ...inputTemplate, ...input };
}
