import type { Json } from "@long-running-api/conductor/definition/model";
import { fillObject } from "@long-running-api/conductor/expression";
import { isJsonNumber } from "@long-running-api/conductor/json";
import { scopeOf } from "../decider/input.ts";
import { itemsOf } from "../decider/items.ts";
import type { Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { messageOf, type TaskOutcome, type TaskType, type Tools } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/operators/do-while-task.html: called when
 * an iteration is complete; says whether another one begins. The decider schedules it.
 */
export const DO_WHILE: TaskType = {
  operator: true,
  begins: "IN_PROGRESS",
  outside: false,
  decided: true,
  async execute(task, tools) {
    const condition = tools.workflowTask.loopCondition ?? "";
    try {
      return (await conditionHolds(task, condition, tools)) ? nextIteration(task) : { status: "COMPLETED" };
    } catch (error) {
      return {
        status: "FAILED_WITH_TERMINAL_ERROR",
        reasonForIncompletion: `Unable to evaluate condition ${condition}, exception ${messageOf(error)}`,
      };
    }
  },
};

async function conditionHolds(task: Task, condition: string, tools: Tools): Promise<boolean> {
  const items = itemsOf(tools.execution, tools.workflowTask);
  const loopIndex = task.iteration - 1;
  const hasMore = !items || loopIndex < items.length - 1;
  if (condition.trim() === "") return items !== undefined && hasMore;
  const loop = items ? { loopIndex, loopItem: items[loopIndex] ?? null } : {};
  // Evaluated at the end of the list too, so that its error is reported.
  const scope = { ...conditionScope(task, tools), ...loop };
  return isTrue(await tools.scripts.evaluate(condition, scope)) && hasMore;
}

/** `$.parameter`, `$.loop_ref.iteration`, `$.ref_in_the_loop.field`. */
function conditionScope(task: Task, { execution, workflowTask }: Tools): Json {
  const { tasks, definition } = execution;
  const scope = fillObject(workflowTask.inputParameters, scopeOf(execution, tasks.latest), {
    taskId: task.taskId,
  });
  scope[task.referenceTaskName] = task.outputData;
  for (const name of planOf(definition).bodyOf.get(task.referenceTaskName) ?? []) {
    const latest = tasks.latest(name);
    if (latest) scope[name] = latest.outputData;
  }
  return scope;
}

function nextIteration({ iteration }: Task): TaskOutcome {
  return { status: "IN_PROGRESS", iteration: iteration + 1 };
}

/** As Conductor: a number counts as true above 0, and what is neither number nor boolean is false. */
function isTrue(value: unknown): boolean {
  return isJsonNumber(value) ? Number(value) > 0 : value === true;
}
