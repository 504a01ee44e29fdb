import {
  ConductorRefusal,
  ConductorUnreachable,
  type Task,
  type TaskResult,
  type WorkerApi,
} from "@long-running-api/conductor/api";
import { hostOfRequest } from "@long-running-api/conductor/host-places";
import {
  type EarlierTasks,
  type PollResult,
  type PollSettings,
  type PollTools,
  pollOnce,
  readPollSettings,
} from "@long-running-api/conductor/http-poll";
import { attemptBefore } from "@long-running-api/conductor/http-poll/earlier-attempt";
import { budgetOf, readPollState } from "@long-running-api/conductor/http-poll/failures";
import { retriesFailures } from "@long-running-api/conductor/http-poll/task-definitions";
import { requestOf } from "@long-running-api/conductor/http-request";
import type { Lateness } from "./lateness.ts";
import { describeError, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface ServeTools {
  server: WorkerApi;
  poll: PollTools;
  settings: PollSettings;
  workerId: string;
  sleep(ms: number): Promise<void>;
  lateness: Lateness;
  /** A host as a label of a metric. */
  hostLabel(host: string): string;
  log: Log;
  metrics: Metrics;
}

/** By then a restarting server is back; otherwise it assigns the task to another worker. */
const updateDelaysMs = [250, 500, 1_000, 2_000, 4_000];

/** Does the delivered poll and reports the result. Never throws. */
export async function serveTask(task: Task, tools: ServeTools): Promise<void> {
  const { log, metrics, poll } = tools;
  const startMs = poll.nowMs();
  const who = {
    workflowId: task.workflowInstanceId,
    taskId: task.taskId,
    task: task.referenceTaskName,
    poll: task.pollCount,
  };
  const { taskId = "" } = task;
  const late = tools.lateness.delivered(taskId);
  if (late !== undefined) metrics.observe("lateness_seconds", late);
  const result = await resultOf(task, tools);
  metrics.count("tasks_total", { status: result.status ?? "" });
  const host = tools.hostLabel(hostOfRequest(requestOf(task.inputData ?? {})));
  metrics.count("host_polls_total", { host, outcome: outcomeOf(task, result) });
  observeBudget(task, result, tools);
  const kept = await handBack(result, tools);
  if (kept && result.status === "IN_PROGRESS") tools.lateness.dueIn(taskId, result.callbackAfterSeconds ?? 0);
  metrics.observe("task_seconds", (poll.nowMs() - startMs) / 1000);
  const outcome = {
    ...who,
    status: result.status,
    nextInSeconds: result.callbackAfterSeconds,
    ms: Math.round(poll.nowMs() - startMs),
  };
  if (!kept) log.error("result lost: the server will hand out the task again", outcome);
  else if (result.reasonForIncompletion === undefined) log.info("polled", outcome);
  else log.warn("failed", { ...outcome, reason: withoutBody(result.reasonForIncompletion) });
}

function outcomeOf(task: Task, { status, outputData }: TaskResult): string {
  if (status === "COMPLETED") return "completed";
  if (status !== "IN_PROGRESS") return "failed";
  const [before, after] = [readPollState(task.outputData), readPollState(outputData)];
  if (after.failuresInARow > 0 && after.failuresInARow > before.failuresInARow) return "failing";
  return after.earlierPolls < before.earlierPolls ? "not_sent" : "again";
}

/** How much of its budget a failing poll has used up: of its time, or of its number if that is nearer to its end. */
function observeBudget(task: Task, { outputData }: TaskResult, { metrics, settings }: ServeTools): void {
  const state = readPollState(outputData);
  if (state.failuresInARow === 0) return;
  const fields = readPollSettings(task.inputData ?? {});
  const { maxPollFailures, maxPollFailureSeconds } = budgetOf("own" in fields ? fields.own : {}, settings);
  const shares = [
    state.failuresInARow / maxPollFailures,
    state.failingSeconds / Math.max(1, maxPollFailureSeconds),
  ];
  metrics.observe("failure_budget_used_ratio", Math.max(...shares));
}

async function resultOf(task: Task, tools: ServeTools): Promise<TaskResult> {
  const { poll, settings, workerId, log } = tools;
  const of = { taskId: task.taskId ?? "", workflowInstanceId: task.workflowInstanceId ?? "", workerId };
  try {
    const result = await pollOnce(
      {
        inputData: task.inputData ?? {},
        pollCount: task.pollCount ?? 1,
        outputData: task.outputData,
        retryCount: task.retryCount,
        retriesFailures: retriesFailures(task.taskDefinition),
        earlierAttempt: async () => attemptBefore(task, await tasksOf(of.workflowInstanceId, tools)),
        earlier: (names) => outputsOf(of.workflowInstanceId, names, tools),
      },
      settings,
      poll,
    );
    return { ...of, ...asTaskResult(result, of.taskId) };
  } catch (error) {
    if (isOfServer(error)) {
      log.warn("the execution could not be read: the poll comes again", {
        taskId: of.taskId,
        error: describeError(error),
      });
      const { outputData = {} } = task;
      return { ...of, status: "IN_PROGRESS", callbackAfterSeconds: unreadableSeconds, outputData };
    }
    // Our bug, not the workflow's: FAILED lets the task definition's retries try again.
    log.error("a bug of ours", {
      taskId: of.taskId,
      error: error instanceof Error ? error.stack : String(error),
    });
    return { ...of, status: "FAILED", reasonForIncompletion: `The HTTP_POLL worker broke: ${String(error)}` };
  }
}

/** Until a poll comes again whose execution could not be read. */
const unreadableSeconds = 5;

function isOfServer(error: unknown): boolean {
  return error instanceof ConductorRefusal || error instanceof ConductorUnreachable;
}

/** The tasks of an execution; a server that does not answer for a moment is asked again. */
async function tasksOf(workflowId: string, { server, sleep }: ServeTools): Promise<readonly Task[]> {
  for (const delayMs of updateDelaysMs) {
    try {
      return (await server.execution(workflowId))?.tasks ?? [];
    } catch (error) {
      if (!isOfServer(error)) throw error;
      await sleep(delayMs);
    }
  }
  return (await server.execution(workflowId))?.tasks ?? [];
}

/** The newest outputs of the execution's tasks with these reference names. */
async function outputsOf(
  workflowId: string,
  names: readonly string[],
  tools: ServeTools,
): Promise<EarlierTasks> {
  const tasks = await tasksOf(workflowId, tools);
  const found = tasks.map(({ referenceTaskName = "", inputData, outputData }) => {
    const name = referenceTaskName.replace(/__\d+$/, ""); // in a loop
    return [name, { input: inputData, output: outputData }] as const;
  });
  return Object.fromEntries(found.filter(([name]) => names.includes(name)));
}

function asTaskResult(
  { logs, ...result }: PollResult,
  taskId: string,
): Omit<TaskResult, "taskId" | "workflowInstanceId"> {
  const createdTime = Date.now();
  return { ...result, logs: logs.map((log) => ({ log, taskId, createdTime })) };
}

/** A token that is being rotated, a server or a proxy that is busy. */
const mayPass = [401, 403, 408, 429];

/** False when the server did not accept it. */
async function handBack(
  result: TaskResult,
  { server, log, metrics, sleep, poll }: ServeTools,
): Promise<boolean> {
  for (const delayMs of [...updateDelaysMs, undefined]) {
    try {
      await server.update(result);
      metrics.count("updates_total", { outcome: "taken" });
      metrics.set("last_contact_seconds", Math.round(poll.wallMs() / 1000)); // a full worker asks for no tasks
      return true;
    } catch (error) {
      metrics.count("updates_total", { outcome: "refused" });
      const status = error instanceof ConductorRefusal ? error.status : undefined;
      const again =
        delayMs !== undefined && (status === undefined || status >= 500 || mayPass.includes(status));
      log.warn("the server did not accept a result", {
        taskId: result.taskId,
        error: describeError(error),
        again,
      });
      if (!again) return false;
      await sleep(delayMs);
    }
  }
  return false;
}

/** A failure quotes the response body: it belongs on the server, not in our log. */
function withoutBody(reason: string): string {
  return reason.replace(/(request for "[^"]*"): ".*$/s, '$1: "…"');
}
