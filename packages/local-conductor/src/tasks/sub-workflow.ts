import type { Json } from "@long-running-api/conductor/definition/model";
import { fill, fillObject } from "@long-running-api/conductor/expression";
import { isJsonNumber, isJsonObject } from "@long-running-api/conductor/json";
import type { NewExecution } from "../executor/new-execution.ts";
import type { Execution, Task } from "../model.ts";
import type { Definitions, TaskType } from "./task-type.ts";

/** Executions within each other: one that starts itself must come to an end. */
const depthMax = 50;

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/sub-workflow-task.html: starts an
 * execution, and stays under way until that one ends.
 */
export const SUB_WORKFLOW: TaskType = {
  begins: "SCHEDULED",
  operator: true,
  // What it starts may start the next one: each waits until the one before is on disk.
  outside: true,
  input({ subWorkflowParam = {} }, parameters, scope) {
    const { workflowDefinition = null, ...given } = subWorkflowParam;
    const { name, version, taskToDomain, ...rest } = fillObject({ ...blank, ...given }, scope);
    return {
      ...rest,
      subWorkflowName: name,
      subWorkflowVersion: workflowDefinition === null ? version : null,
      subWorkflowTaskToDomain: taskToDomain,
      subWorkflowDefinition:
        typeof workflowDefinition === "string" ? fill(workflowDefinition, scope) : workflowDefinition,
      workflowInput: parameters,
    };
  },
  async execute(task, { execution, definitions, depthOf }) {
    if (depthOf(execution) >= depthMax) {
      const reasonForIncompletion = `More than ${depthMax} nested sub workflows: does one start itself?`;
      return { status: "FAILED", reasonForIncompletion };
    }
    return { status: "IN_PROGRESS", starts: await startedBy(task, execution, definitions) };
  },
};

const blank = {
  name: null,
  version: null,
  taskToDomain: null,
  priority: null,
  idempotencyKey: null,
  idempotencyStrategy: null,
};

async function startedBy(task: Task, parent: Execution, definitions: Definitions): Promise<NewExecution> {
  const { inputData } = task;
  const { subWorkflowDefinition: inPlace, subWorkflowTaskToDomain, priority } = inputData;
  const input = workflowInput(inputData);
  return {
    definition: inPlace ? await definitions.inPlace(inPlace) : registered(inputData, definitions),
    input: inPlace ? marked(input) : input,
    correlationId: parent.correlationId,
    priority: isJsonNumber(priority) ? Number(priority) : undefined,
    taskToDomain: isJsonObject(subWorkflowTaskToDomain)
      ? (subWorkflowTaskToDomain as Record<string, string>)
      : parent.taskToDomain,
    parentWorkflowId: parent.workflowId,
    parentWorkflowTaskId: task.taskId,
    isTest: parent.isTest,
  };
}

function registered({ subWorkflowName, subWorkflowVersion }: Json, definitions: Definitions) {
  const version = Number(subWorkflowVersion ?? 0);
  return definitions.registered(String(subWorkflowName), version || undefined);
}

/** Conductor gives a sub workflow that has no inputs what the task itself has. */
function workflowInput(inputData: Json): Json {
  const { workflowInput: input } = inputData;
  return isJsonObject(input) && Object.keys(input).length > 0 ? input : inputData;
}

/** Conductor marks one whose definition is not registered. */
function marked(input: Json): Json {
  const known = input["_systemMetadata"];
  return { ...input, _systemMetadata: { ...(isJsonObject(known) ? known : {}), dynamic: true } };
}
