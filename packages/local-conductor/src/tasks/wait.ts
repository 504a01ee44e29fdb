import { bothGiven, parseDuration, parseUntil } from "@long-running-api/conductor/wait";
import type { TaskType } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/wait-task.html: for a
 * `duration`, `until` a moment, or without either until someone reports the task.
 */
export const WAIT: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  mocked: true,
  execute({ inputData, startTime }, { now }) {
    const duration = String(inputData["duration"] ?? "").trim();
    const until = String(inputData["until"] ?? "").trim();
    if (duration === "" && until === "") return { status: "IN_PROGRESS" };
    if (duration !== "" && until !== "") {
      return refused(bothGiven);
    }
    const end = duration === "" ? parseUntil(until) : endOf(duration, startTime);
    if (end === undefined) {
      return refused(
        duration === ""
          ? `Invalid/Unsupported Wait Until format.  Provided: ${until}`
          : `Not valid duration: ${duration}`,
      );
    }
    const ms = end - now();
    return ms <= 0 ? { status: "COMPLETED" } : { status: "IN_PROGRESS", callbackAfterSeconds: ms / 1000 };
  },
};

function endOf(duration: string, startTime: number): number | undefined {
  const seconds = parseDuration(duration);
  return seconds === undefined ? undefined : startTime + seconds * 1000;
}

function refused(reasonForIncompletion: string) {
  return { status: "FAILED_WITH_TERMINAL_ERROR", reasonForIncompletion } as const;
}
