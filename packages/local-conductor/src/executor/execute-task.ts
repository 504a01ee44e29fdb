import { fillSecrets, type Secrets } from "@long-running-api/conductor/secrets";
import { definedName, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { messageOf, type TaskOutcome, type TaskType, type Tools } from "../tasks/task-type.ts";

/** Executes a task; what it throws becomes its failure. */
export function executeTask(
  type: TaskType,
  task: Task,
  tools: Omit<Tools, "workflowTask">,
  secrets: Secrets,
): TaskOutcome | Promise<TaskOutcome> {
  try {
    const workflowTask = planOf(tools.execution.definition).tasks.get(definedName(task.referenceTaskName));
    if (!workflowTask) throw new Error(`The definition has no task ${task.referenceTaskName}.`);
    if (!type.execute) throw new Error(`The task type ${task.taskType} has nothing to execute.`);
    const inputData = type.operator ? task.inputData : fillSecrets(task.inputData, secrets);
    const taken = inputData === task.inputData ? task : { ...task, inputData };
    const found = type.execute(taken, { ...tools, workflowTask });
    return found instanceof Promise ? found.catch(failure) : found;
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): TaskOutcome {
  return { status: "FAILED", reasonForIncompletion: messageOf(error) };
}
