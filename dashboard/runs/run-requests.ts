import type { Task } from "@long-running-api/conductor/client";
import { decoded } from "@long-running-api/foundation/text";
import type { RunRequest } from "@long-running-api/page/run/record";
import type { JournalEntry } from "../journal.ts";

/** How much earlier than the task that Conductor records a request may arrive, in ms: the clocks of two processes. */
export const slackMs = 250;

/** What API Gateway recorded of the requests that the run's tasks sent. */
export function requestsIn(
  entries: readonly JournalEntry[],
  tasks: readonly Task[],
  requestId: string,
  at: (time: number) => number,
): RunRequest[] {
  const found: RunRequest[] = [];
  for (const task of tasks) {
    const uri = String((task.inputData?.["http_request"] as { uri?: unknown } | undefined)?.uri ?? "");
    if (uri === "") continue;
    const polls = task.taskType === "HTTP_POLL";
    const from = Number(task.scheduledTime ?? task.startTime ?? 0) - slackMs;
    const open = task.status === "SCHEDULED" || task.status === "IN_PROGRESS";
    // A synchronous task can give up before its request ends.
    const to = open ? Number.POSITIVE_INFINITY : Number(task.endTime || task.updateTime || 0) + slackMs;
    for (const entry of entries) {
      if (entry.kind !== "execute" || !isOf(entry, uri)) continue;
      const end = Date.parse(entry.time);
      const start = end - Number(entry["ms"] ?? 0);
      if (start < from || start > to || !mentions(entry, requestId)) continue;
      if (found.some(({ id }) => id === entry["requestId"])) continue;
      found.push({
        ...requestOf(entry, polls ? "poll" : "invoke"),
        start: at(start),
        end: at(end),
      });
    }
  }
  found.sort((one, other) => one.start - other.start);
  let poll = 0;
  return found.map((each) => (each.purpose === "poll" ? { ...each, poll: ++poll } : each));
}

function isOf({ apiId, stage, path }: JournalEntry & Record<string, unknown>, uri: string): boolean {
  const address = uri.replace(/\?.*$/s, "");
  return address.includes(String(apiId)) && decoded(address).endsWith(decoded(`/${stage}${path}`));
}

/** A request names its work in its path or its body; several runs may send to the same path at once. */
function mentions(entry: JournalEntry, requestId: string): boolean {
  if (decoded(String(entry["path"])).endsWith(`/${requestId}`)) return true;
  const body = bodyOf(entry, "methodRequest");
  return body === undefined || body.includes(JSON.stringify(requestId));
}

function bodyOf(entry: JournalEntry, box: "methodRequest" | "methodResponse"): string | undefined {
  const boxes = entry["boxes"] as Record<string, { body?: string } | undefined> | undefined;
  return boxes?.[box]?.body;
}

function requestOf(entry: JournalEntry, purpose: "invoke" | "poll"): Omit<RunRequest, "start"> {
  const state = /"status"\s*:\s*"(\w+)"/.exec(bodyOf(entry, "methodResponse") ?? "")?.[1];
  return {
    id: String(entry["requestId"]),
    to: "api",
    purpose,
    method: String(entry["method"]),
    path: String(entry["path"]),
    status: Number(entry["status"]),
    ...(state === undefined ? {} : { state }),
  };
}

/** The synchronous request while it is open, or with the time at which Conductor stopped waiting for it. */
export function withEnd(
  requests: readonly RunRequest[],
  tasks: readonly Task[],
  at: (time: number) => number,
): RunRequest[] {
  const task = tasks.at(-1);
  if (!task) return [...requests];
  const failed = task.status?.startsWith("FAILED") === true || task.status === "TIMED_OUT";
  const gaveUp = failed && task.endTime ? at(Number(task.endTime)) : undefined;
  if (requests.length > 0)
    return requests.map((each) =>
      gaveUp !== undefined && (each.end === undefined || each.end > gaveUp) ? { ...each, gaveUp } : each,
    );
  const request = task.inputData?.["http_request"] as { uri?: string; method?: string } | undefined;
  if (!request?.uri || !task.startTime) return [];
  const path = /\/[^/]+$/.exec(request.uri)?.[0] ?? request.uri;
  // API Gateway records a request when it has answered it: until then only the task shows it.
  return [
    {
      id: task.taskId ?? "",
      to: "api",
      purpose: "invoke",
      method: request.method ?? "GET",
      path,
      start: at(Number(task.startTime)),
      ...(gaveUp === undefined ? {} : { gaveUp }),
    },
  ];
}
