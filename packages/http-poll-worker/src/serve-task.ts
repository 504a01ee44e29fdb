import {
  ConductorRefusal,
  type Task,
  type TaskResult,
  type WorkerApi,
} from "@long-running-api/conductor/client";
import {
  type EarlierTasks,
  type PollResult,
  type PollSettings,
  type PollTools,
  pollOnce,
} from "@long-running-api/conductor/http-poll";
import { attemptBefore } from "@long-running-api/conductor/http-poll/earlier-attempt";
import { retriesFailures } from "@long-running-api/conductor/http-poll/task-definitions";
import { describeError, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface ServeTools {
  server: WorkerApi;
  poll: PollTools;
  settings: PollSettings;
  workerId: string;
  sleep(ms: number): Promise<void>;
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
  const result = await resultOf(task, tools);
  metrics.count("tasks_total", { status: result.status ?? "" });
  const kept = await handBack(result, tools);
  metrics.observeSeconds((poll.nowMs() - startMs) / 1000);
  const outcome = {
    ...who,
    status: result.status,
    nextInSeconds: result.callbackAfterSeconds,
    ms: Math.round(poll.nowMs() - startMs),
  };
  if (!kept) log.error("result lost: the server will give the task to somebody again", outcome);
  else if (result.reasonForIncompletion === undefined) log.info("polled", outcome);
  else log.warn("failed", { ...outcome, reason: withoutBody(result.reasonForIncompletion) });
}

async function resultOf(
  task: Task,
  { server, poll, settings, workerId, log }: ServeTools,
): Promise<TaskResult> {
  const of = { taskId: task.taskId ?? "", workflowInstanceId: task.workflowInstanceId ?? "", workerId };
  try {
    const result = await pollOnce(
      {
        inputData: task.inputData ?? {},
        pollCount: task.pollCount ?? 1,
        outputData: task.outputData,
        retryCount: task.retryCount,
        retriesFailures: retriesFailures(task.taskDefinition),
        earlierAttempt: async () =>
          attemptBefore(task, (await server.execution(of.workflowInstanceId))?.tasks ?? []),
        earlier: (names) => outputsOf(server, of.workflowInstanceId, names),
      },
      settings,
      poll,
    );
    return { ...of, ...asTaskResult(result, of.taskId) };
  } catch (error) {
    // Our bug, not the workflow's: FAILED lets the task definition's retries try again.
    log.error("a bug of ours", {
      taskId: of.taskId,
      error: error instanceof Error ? error.stack : String(error),
    });
    return { ...of, status: "FAILED", reasonForIncompletion: `The HTTP_POLL worker broke: ${String(error)}` };
  }
}

/** The newest outputs of the execution's tasks with these reference names. */
async function outputsOf(
  server: WorkerApi,
  workflowId: string,
  names: readonly string[],
): Promise<EarlierTasks> {
  const { tasks = [] } = (await server.execution(workflowId)) ?? {};
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

/** False when the server did not accept it. */
async function handBack(result: TaskResult, { server, log, metrics, sleep }: ServeTools): Promise<boolean> {
  for (const delayMs of [...updateDelaysMs, undefined]) {
    try {
      await server.update(result);
      metrics.count("updates_total", { outcome: "taken" });
      return true;
    } catch (error) {
      metrics.count("updates_total", { outcome: "refused" });
      const status = error instanceof ConductorRefusal ? error.status : undefined;
      const again = delayMs !== undefined && (status === undefined || status >= 500 || status === 429);
      log.warn("the server did not take a result", {
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
