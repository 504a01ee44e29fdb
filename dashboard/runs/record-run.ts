import type { Task, Workflow } from "@long-running-api/conductor/client";
import { hasEnded } from "@long-running-api/conductor/status";
import type {
  RunInvocation,
  RunKind,
  RunRecord,
  RunRequest,
  RunTableCall,
} from "@long-running-api/page/run/record";
import type { JournalEntry } from "../journal.ts";
import { attemptsIn } from "./invocations.ts";
import { requestsInLogs } from "./logged-polls.ts";
import { requestsIn, slackMs, withEnd } from "./run-requests.ts";
import { decisionsOf, waitsOf } from "./run-waits.ts";
import { tableCallOf } from "./table-calls.ts";

/** What is known of a run. */
export interface RunSources {
  readonly execution: Workflow;
  /** Undefined where there is no journal; otherwise it may begin after the run's start. */
  readonly entries?: readonly JournalEntry[];
  /** The log lines of its HTTP_POLL task, for targets without a journal. */
  readonly logs?: readonly { log?: string; createdTime?: number }[];
}

/** Puts together what Conductor, API Gateway, Lambda and DynamoDB recorded of one run. */
export function recordRun({ execution: read, entries, logs = [] }: RunSources): RunRecord {
  const execution = withEnding(read, entries);
  const startedAt = Number(execution.createTime ?? 0);
  const requestId = String(execution.input?.["requestId"] ?? "");
  const tasks = execution.tasks ?? [];
  const ended = hasEnded(execution.status ?? "");
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
  const reason = briefly(tasks.findLast(({ status }) => status?.startsWith("FAILED"))?.reasonForIncompletion);
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

/** The innermost of the reasons that a server strings together: "Failed to invoke HTTP task due to: …: Read timed out". */
function briefly(reason: string | undefined): string | undefined {
  const inner = reason?.split(/: (?=[A-Z])/).at(-1) ?? "";
  return inner.replace(/^['"]+|['".\s]+$/g, "") || undefined;
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
  // API Gateway records a request when it has answered it: until then, the invocation without another cause is its own.
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

function nextLook(tasks: readonly Task[]): number | undefined {
  const task = tasks.at(-1);
  return task?.status === "IN_PROGRESS" ? task.callbackAfterSeconds : undefined;
}
