import type { Task, Workflow } from "@long-running-api/conductor/client";
import type {
  RunInvocation,
  RunKind,
  RunRecord,
  RunRequest,
  RunTableCall,
  RunWait,
} from "@long-running-api/page/run/record";
import type { JournalEntry } from "../journal.ts";
import { attemptsIn } from "./invocations.ts";
import { requestsInLogs } from "./logged-polls.ts";
import { tableCallOf } from "./table-calls.ts";

/** What is known of a run. */
export interface RunSources {
  readonly execution: Workflow;
  /** Undefined where there is no journal; otherwise it may begin after the run's start. */
  readonly entries?: readonly JournalEntry[];
  /** The log lines of its HTTP_POLL task, for targets without a journal. */
  readonly logs?: readonly { log?: string; createdTime?: number }[];
}

/** How much earlier than the task that Conductor records a request may arrive, in ms: the clocks of two processes. */
const slackMs = 250;

/** Puts together what Conductor, API Gateway, Lambda and DynamoDB recorded of one run. */
export function recordRun({ execution: read, entries, logs = [] }: RunSources): RunRecord {
  const execution = withEnding(read, entries);
  const startedAt = Number(execution.createTime ?? 0);
  const requestId = String(execution.input?.["requestId"] ?? "");
  const tasks = execution.tasks ?? [];
  const ended = execution.status !== "RUNNING" && execution.status !== "PAUSED";
  const at = (time: number) => Math.max(0, time - startedAt);
  const journaled = entries === undefined ? undefined : requestsIn(entries, tasks, requestId, at);
  const [first] = entries ?? [];
  const complete =
    journaled !== undefined &&
    (journaled.length > 0 || (first !== undefined && Date.parse(first.time) <= startedAt));
  const kind = kindOf(execution);
  const requests = withEnd(
    complete ? journaled : requestsInLogs(tasks, logs, at),
    kind === "sync" ? tasks : [],
    at,
  );
  const callback = kind === "callback" ? callbackOf(tasks, at) : [];
  const all = [...requests, ...callback];
  const poll = settingsOf(tasks);
  const end = ended && execution.endTime ? at(Number(execution.endTime)) : undefined;
  const reason = tasks.findLast(({ status }) => status?.startsWith("FAILED"))?.reasonForIncompletion;
  return {
    id: execution.workflowId ?? "",
    kind,
    workflow: execution.workflowName ?? "",
    requestId,
    startedAt,
    status: execution.status ?? "",
    ...(end === undefined ? {} : { end }),
    ...(reason === undefined ? {} : { reason }),
    ...poll,
    decisions: decisionsOf(kind, all),
    waits: waitsOf(kind, all, end, nextLook(tasks)),
    requests: all,
    invocations: complete ? invocationsOf(entries ?? [], all, at) : [],
    tableCalls: complete ? tableCallsOf(entries ?? [], requestId, { startedAt, all, at }) : [],
    complete,
  };
}

/** An execution may be removed before its end was read: the journal still has that. */
function withEnding(execution: Workflow, entries: readonly JournalEntry[] = []): Workflow {
  if (execution.status !== "RUNNING") return execution;
  const ending = entries.find(
    ({ kind, workflowId }) => kind === "workflow" && workflowId === execution.workflowId,
  ) as { status?: Workflow["status"]; ms?: number; reason?: string } | undefined;
  if (!ending?.status) return execution;
  const endTime = Number(execution.createTime) + Number(ending.ms);
  const [last, ...before] = (execution.tasks ?? []).toReversed();
  const status = ending.status === "COMPLETED" ? ("COMPLETED" as const) : ("FAILED" as const);
  const ended = last && { ...last, status, endTime, reasonForIncompletion: ending.reason ?? "" };
  return {
    ...execution,
    status: ending.status,
    endTime,
    tasks: ended ? [...before.toReversed(), ended] : [],
  };
}

function kindOf({ tasks = [], workflowDefinition }: Workflow): RunKind {
  const types = new Set([...(workflowDefinition?.tasks ?? []), ...tasks].map((task) => taskTypeOf(task)));
  // A poll may follow a task that waits: as its proof, and as its fallback.
  if (waitingTask(tasks)) return "callback";
  if (types.has("HTTP_POLL"))
    return settingsOf(tasks).strategy === "EXPONENTIAL_BACKOFF" ||
      settingsOf(tasks).strategy === "LINEAR_BACKOFF"
      ? "backoff"
      : "poll";
  return types.has("WAIT") || types.has("HUMAN") ? "callback" : "sync";
}

/** The task that waits for a callback, in its latest try. */
function waitingTask(tasks: readonly Task[]): Task | undefined {
  return tasks.findLast(({ inputData }) => inputData?.["asyncComplete"] === true);
}

function taskTypeOf(task: object): string {
  const { taskType, type } = task as { taskType?: string; type?: string };
  return taskType ?? type ?? "";
}

function settingsOf(tasks: readonly Task[]): Pick<RunRecord, "pollSeconds" | "strategy"> {
  const fields = tasks.findLast(({ taskType }) => taskType === "HTTP_POLL")?.inputData?.["http_request"] as
    | { pollingInterval?: unknown; pollingStrategy?: unknown }
    | undefined;
  if (!fields) return {};
  const seconds = Number(fields.pollingInterval ?? 60);
  return {
    strategy: String(fields.pollingStrategy ?? "FIXED"),
    ...(Number.isFinite(seconds) ? { pollSeconds: seconds } : {}),
  };
}

/** What API Gateway recorded of the requests that the run's tasks sent. */
function requestsIn(
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
    // A synchronous task gives up while its request goes on.
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

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
function withEnd(
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

/** The request with which the function completes the task: its time is that of the task's end. */
function callbackOf(tasks: readonly Task[], at: (time: number) => number): RunRequest[] {
  const task = waitingTask(tasks) ?? tasks.at(-1);
  if (task?.status !== "COMPLETED" || !task.endTime) return [];
  const time = at(Number(task.endTime));
  return [
    {
      id: task.taskId ?? "",
      to: "conductor",
      purpose: "callback",
      method: "POST",
      path: "/api/tasks",
      start: time,
      end: time,
    },
  ];
}

/** Conductor works when it sends the first request, and whenever an answer has come. */
function decisionsOf(kind: RunKind, requests: readonly RunRequest[]): number[] {
  const [first] = requests;
  if (!first || kind === "sync") return [];
  const answers = requests.flatMap(({ purpose, end }) =>
    purpose !== "invoke" && end !== undefined ? [end] : [],
  );
  return [first.start, ...answers];
}

function nextLook(tasks: readonly Task[]): number | undefined {
  const task = tasks.at(-1);
  return task?.status === "IN_PROGRESS" ? task.callbackAfterSeconds : undefined;
}

/** Between two looks the task is only a row with a time on it. */
function waitsOf(
  kind: RunKind,
  requests: readonly RunRequest[],
  end: number | undefined,
  nextSeconds: number | undefined,
): RunWait[] {
  if (kind === "callback") {
    const sent = requests.find(({ purpose }) => purpose === "invoke")?.end;
    const back = requests.find(({ purpose }) => purpose === "callback")?.start ?? end;
    return sent === undefined ? [] : [{ start: sent, ...(back === undefined ? {} : { end: back }) }];
  }
  const polls = requests.filter(({ purpose }) => purpose === "poll");
  const waits = polls.flatMap((poll, index): RunWait[] => {
    const next = polls[index + 1];
    if (poll.end === undefined) return [];
    if (next) return [{ start: poll.end, end: next.start, seconds: secondsOf(next.start - poll.end) }];
    return end === undefined && nextSeconds ? [{ start: poll.end, seconds: nextSeconds }] : [];
  });
  return waits;
}

function secondsOf(ms: number): number {
  return ms >= 950 ? Math.round(ms / 1_000) : Math.round(ms / 100) / 10;
}

function invocationsOf(
  entries: readonly JournalEntry[],
  requests: readonly RunRequest[],
  at: (time: number) => number,
): RunInvocation[] {
  const attempts = attemptsIn(entries);
  const causes = new Map(
    entries.flatMap((entry) => {
      const boxes = entry["boxes"] as { invocation?: { id?: string } } | undefined;
      const id = boxes?.invocation?.id;
      return id === undefined ? [] : [[String(entry["requestId"]), id] as const];
    }),
  );
  const claimed = new Set(causes.values());
  // API Gateway records a request when it has answered it: until then, the invocation that nobody else caused is its own.
  const unclaimed = ({ start: from, end }: RunRequest) =>
    [...attempts.values()].filter(
      ([first]) => end === undefined && first && !claimed.has(first.id) && at(first.start) >= from,
    )[0];
  return requests.flatMap((request) => {
    const { id, purpose } = request;
    const caused = attempts.get(causes.get(id) ?? "") ?? unclaimed(request) ?? [];
    return caused.map(({ start, end, ...figures }) => ({
      ...figures,
      requestId: id,
      purpose: purpose === "invoke" ? ("work" as const) : ("status" as const),
      start: at(start),
      ...(end === undefined ? {} : { end: at(end) }),
    }));
  });
}

function tableCallsOf(
  entries: readonly JournalEntry[],
  requestId: string,
  { startedAt, all, at }: { startedAt: number; all: readonly RunRequest[]; at: (time: number) => number },
): RunTableCall[] {
  if (all.length === 0) return [];
  return entries.flatMap((entry) => {
    const call = tableCallOf(entry, requestId);
    return call && call.at >= startedAt - slackMs ? [{ ...call, at: at(call.at) }] : [];
  });
}
