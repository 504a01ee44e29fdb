import { isTerminal } from "@long-running-api/conductor/status";
import { definedName, isSuccessful, type Task } from "../model.ts";
import { planOf } from "../plan.ts";
import { change, type Draft, latest } from "./draft.ts";

/** Updates a JOIN: it records the outputs of the tasks that it waits for, and ends with the last of them. */
export function advanceJoin(draft: Draft, join: Task): void {
  const joined = joinedTasks(draft, join);
  const found = joined.filter((task) => task !== undefined);
  const allEnded = found.length === joined.length && found.every(({ status }) => isTerminal(status));
  const failed = found.some((task) => fails(draft, task, allEnded));
  if (!allEnded && !failed) return;
  const outputs = found.filter(({ outputData }) => Object.keys(outputData).length > 0);
  change(draft, join, {
    ...(failed ? failure(found) : success(found)),
    outputData: Object.fromEntries(outputs.map((task) => [task.referenceTaskName, task.outputData])),
    endTime: draft.now,
  });
}

/** The last try of each task that it waits for, within a loop that of the same iteration. */
function joinedTasks(draft: Draft, { inputData, iteration }: Task): (Task | undefined)[] {
  const names = inputData["joinOn"] as readonly string[];
  return names.map((name) => {
    const task = latest(draft, name);
    if (!task || task.retried) return undefined;
    return iteration > 0 && task.iteration !== iteration ? undefined : task;
  });
}

/** A `permissive` task fails the JOIN only once all have ended; any other ends the workflow before. */
function fails(draft: Draft, task: Task, allEnded: boolean): boolean {
  const workflowTask = planOf(draft.execution.definition).tasks.get(definedName(task.referenceTaskName));
  if (!isTerminal(task.status) || isSuccessful(task.status) || workflowTask?.optional) return false;
  return !workflowTask?.permissive || allEnded;
}

type Ending = Pick<Task, "status" | "reasonForIncompletion">;

function failure(joined: readonly Task[]): Ending {
  const failed = joined.filter(({ status }) => isTerminal(status) && !isSuccessful(status));
  return {
    status: failed.some(({ status }) => status !== "CANCELED") ? "FAILED" : "CANCELED",
    reasonForIncompletion: failed.flatMap((task) => task.reasonForIncompletion ?? []).join(" "),
  };
}

function success(joined: readonly Task[]): Ending {
  const withErrors = joined.filter(({ status }) => status === "COMPLETED_WITH_ERRORS");
  if (withErrors.length === 0) return { status: "COMPLETED" };
  const names = withErrors.map(({ taskDefName, taskId }) => `${taskDefName}/${taskId}`);
  return {
    status: "COMPLETED_WITH_ERRORS",
    reasonForIncompletion: `${names.join(" ")} completed with errors`,
  };
}
