import { isTerminal, type Task } from "../model.ts";
import type { Look } from "../tasks/task-type.ts";

/** A task's record after a look. */
export function outcome(task: Task, look: Look, now: number): Task {
  const { status, callbackAfterSeconds = 0 } = look;
  const ended = isTerminal(status);
  const looksAgain = !ended && look.callbackAfterSeconds !== undefined;
  return {
    ...task,
    status,
    inputData: { ...task.inputData, ...look.inputData },
    outputData: look.outputData ?? task.outputData,
    iteration: look.iteration ?? task.iteration,
    reasonForIncompletion: look.reasonForIncompletion ?? reasonBefore(task),
    callbackAfterSeconds: ended ? 0 : Math.round(callbackAfterSeconds),
    // The server leaves the time of the last update before the end.
    updateTime: ended ? task.updateTime || now : now,
    endTime: ended ? now : 0,
    dueTime: looksAgain ? now + callbackAfterSeconds * 1000 : undefined,
  };
}

/** The server's own tasks keep what an earlier try failed of, also once they succeed; a worker's report replaces it. */
function reasonBefore({ taskType, reasonForIncompletion }: Task): string | undefined {
  return taskType === "HTTP_POLL" ? undefined : reasonForIncompletion;
}
