import { fillSecrets, type Secrets } from "@long-running-api/conductor/secrets";
import { definedName, type Execution, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { messageOf, type TaskOutcome, type TaskType, type Tools } from "../tasks/task-type.ts";

/** The services that every task may use. */
export interface ExecuteTools extends Omit<Tools, "execution" | "workflowTask"> {
  readonly secrets: Secrets;
}

/** Executes a task once. Never throws: an error is a task that failed. */
export function executeTask(
  type: TaskType,
  task: Task,
  execution: Execution,
  { secrets, ...tools }: ExecuteTools,
): TaskOutcome | Promise<TaskOutcome> {
  try {
    const workflowTask = planOf(execution.definition).tasks.get(definedName(task.referenceTaskName));
    if (!workflowTask) throw new Error(`The definition has no task ${task.referenceTaskName}.`);
    const inputData = type.operator ? task.inputData : fillSecrets(task.inputData, secrets);
    if (!type.execute) throw new Error(`The task type ${task.taskType} has nothing to execute.`);
    const found = type.execute({ ...task, inputData }, { ...tools, execution, workflowTask });
    return found instanceof Promise ? found.catch(failed) : found;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): TaskOutcome {
  return { status: "FAILED", reasonForIncompletion: messageOf(error) };
}
