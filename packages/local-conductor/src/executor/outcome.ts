import { isTerminal } from "@long-running-api/conductor/status";
import type { Task } from "../model.ts";
import type { TaskOutcome } from "../tasks/task-type.ts";

/** A task's record after its execution. */
export function withOutcome(task: Task, outcome: TaskOutcome, now: number): Task {
  const { status, callbackAfterSeconds = 0 } = outcome;
  const ended = isTerminal(status);
  const runsAgain = !ended && outcome.callbackAfterSeconds !== undefined;
  return {
    ...task,
    status,
    inputData: { ...task.inputData, ...outcome.inputData },
    outputData: outcome.outputData ?? task.outputData,
    iteration: outcome.iteration ?? task.iteration,
    reasonForIncompletion: outcome.reasonForIncompletion ?? reasonBefore(task),
    callbackAfterSeconds: ended ? 0 : Math.round(callbackAfterSeconds),
    // The server keeps the time of the last update before the end.
    updateTime: ended ? task.updateTime || now : now,
    endTime: ended ? now : 0,
    dueTime: runsAgain ? now + callbackAfterSeconds * 1000 : undefined,
  };
}

/** System tasks keep the reason of an earlier failure even when they succeed; a worker's update replaces it. */
function reasonBefore({ taskType, reasonForIncompletion }: Task): string | undefined {
  return taskType === "HTTP_POLL" ? undefined : reasonForIncompletion;
}

/** A task's record once this server has begun it. */
export function withBeginning(task: Task, now: number, workerId: string): Task {
  const startTime = task.startTime || now;
  return { ...task, pollCount: task.pollCount + 1, startTime, updateTime: now, workerId };
}
