import type { Json, TaskDefinition, WorkflowTask } from "@long-running-api/conductor/definition/model";
import { fillObject, type Scope } from "@long-running-api/conductor/expression";
import type { Execution, Task } from "../model.ts";

/** What `${workflow.…}` and `${ref.…}` can reach. */
export function scopeOf(execution: Execution, latestTask: (name: string) => Task | undefined): Scope {
  return (name) => (name === "workflow" ? workflowScope(execution) : taskScope(latestTask(name)));
}

/** The input of a task, its definition's input template filling what is missing or null. */
export function taskInput(
  workflowTask: WorkflowTask,
  definition: TaskDefinition | undefined,
  scope: Scope,
  taskId: string,
): Json {
  const template = definition?.inputTemplate ?? {};
  const input = fillObject({ ...template, ...workflowTask.inputParameters }, scope, { taskId });
  for (const [key, value] of Object.entries(template)) input[key] ??= value;
  return input;
}

function workflowScope(execution: Execution): Json {
  const { definition, workflowId, input, output, status, correlationId, reasonForIncompletion, variables } =
    execution;
  return {
    input,
    output,
    status,
    workflowId,
    workflowType: definition.name,
    version: definition.version,
    correlationId,
    reasonForIncompletion,
    schemaVersion: 2,
    variables,
  };
}

function taskScope(task: Task | undefined): Json | undefined {
  if (!task) return undefined;
  const { inputData: input, outputData: output, dueTime: _, executed: __, retried: ___, ...rest } = task;
  return { ...rest, input, output };
}
