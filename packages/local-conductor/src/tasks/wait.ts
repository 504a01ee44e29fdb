import type { TaskType } from "./task-type.ts";

/**
 * https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/wait-task.html: for a
 * `duration`, `until` a moment, or without either until someone reports the task.
 */
export const WAIT: TaskType = {
  begins: "IN_PROGRESS",
  outside: false,
  execute({ inputData, startTime }, { now }) {
    const duration = String(inputData["duration"] ?? "").trim();
    const until = String(inputData["until"] ?? "").trim();
    if (duration === "" && until === "") return { status: "IN_PROGRESS" };
    if (duration !== "" && until !== "") {
      return refused("Both 'duration' and 'until' specified. Please provide only one input");
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

const durationPattern =
  /^\s*(?:(\d+)\s*(?:days?|d))?\s*(?:(\d+)\s*(?:hours?|hrs?|h))?\s*(?:(\d+)\s*(?:minutes?|mins?|m))?\s*(?:(\d+)\s*(?:seconds?|secs?|s))?\s*$/i;

/** Seconds of `1 day 2 hours 3 minutes 4 seconds`, or `1d 2h 3m 4s`. */
export function parseDuration(text: string): number | undefined {
  const parts = durationPattern
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts ?? [];
  return parts && ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** The moment of `yyyy-MM-dd`, `yyyy-MM-dd HH:mm` (this machine's time) or `yyyy-MM-dd HH:mm z`. */
export function parseUntil(text: string): number | undefined {
  const [, date, time = "00:00", zone = ""] =
    /^(\d{4}-\d{2}-\d{2})(?: (\d{1,2}:\d{2})(?: (\S+))?)?$/.exec(text) ?? [];
  if (date === undefined) return undefined;
  const moment = Date.parse(`${date.replaceAll("-", "/")} ${time} ${zone}`.trim());
  return Number.isNaN(moment) ? undefined : moment;
}

function endOf(duration: string, startTime: number): number | undefined {
  const seconds = parseDuration(duration);
  return seconds === undefined ? undefined : startTime + seconds * 1000;
}

function refused(reasonForIncompletion: string) {
  return { status: "FAILED_WITH_TERMINAL_ERROR", reasonForIncompletion } as const;
}
