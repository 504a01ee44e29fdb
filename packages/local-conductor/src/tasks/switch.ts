import { branchOf, type Json, own } from "@long-running-api/conductor/definition/model";
import { javaText } from "@long-running-api/conductor/java-values";
import type { Task } from "../model.ts";
import { evaluateAs } from "./inline.ts";
import { messageOf, type TaskOutcome, type TaskType, type Tools } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/switch-task.html: finds the
 * case; the decider continues with that branch.
 */
export const SWITCH: TaskType = {
  operator: true,
  begins: "IN_PROGRESS",
  outside: false,
  recordedAs: "SWITCH",
  execute(task, tools) {
    const { evaluatorType = "", expression = "" } = tools.workflowTask;
    if (evaluatorType === "value-param") return chosen(own(task.inputData, expression), tools);
    return scripted(evaluatorType, expression, task, tools);
  },
};

async function scripted(
  evaluatorType: string,
  expression: string,
  task: Task,
  tools: Tools,
): Promise<TaskOutcome> {
  try {
    return chosen(await evaluateAs(evaluatorType, expression, task.inputData, tools), tools);
  } catch (error) {
    return { status: "FAILED", reasonForIncompletion: messageOf(error) };
  }
}

function chosen(value: unknown, { workflowTask }: Tools): TaskOutcome {
  const selected = javaText(value);
  const children = branchOf(workflowTask, selected).length > 0 ? { hasChildren: "true" } : {};
  const inputData: Json = { case: selected, ...children };
  return {
    status: "COMPLETED",
    inputData,
    outputData: { evaluationResult: [selected], selectedCase: selected },
  };
}
