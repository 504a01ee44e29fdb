import type { Task, WorkerApi } from "@long-running-api/conductor/api";
import { comesBack, responseSecondsOf } from "@long-running-api/conductor/http-poll/task-definitions";
import { describeError, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface SweepTools {
  server: Pick<WorkerApi, "tasksInProgress" | "task" | "update">;
  workerId: string;
  log: Log;
  metrics: Metrics;
  /** Milliseconds from any origin; monotonic. */
  nowMs(): number;
  /** Whether this worker has the task right now. */
  isMine(taskId: string): boolean;
}

/** Requeues the polls that the server never will: those whose worker has died, in runs without a response timeout. */
export interface Sweep {
  /** Never throws. */
  run(): Promise<void>;
}

interface Seen {
  readonly updateTime: string;
  readonly sinceMs: number;
  /** How long it may stay unchanged, once that is known. */
  readonly limitMs?: number;
}

/** Shorter than any poll may take, and long enough that few tasks have to be read. */
const lookMs = 20_000;

/** A busy server may need this long to take a result. */
const marginSeconds = 15;

/**
 * Creates a sweep. A run keeps the definitions that existed when it started: if its task had none, Conductor never times
 * out a poll that was handed to a worker. Such a task is requeued when it has not changed for longer than any poll
 * takes, in this worker's own time: clocks are not compared.
 */
export function createSweep(
  types: readonly string[],
  { server, workerId, log, metrics, nowMs, isMine }: SweepTools,
): Sweep {
  let seen = new Map<string, Seen>();
  let complained = false;

  async function sweep(): Promise<void> {
    const before = seen;
    seen = new Map();
    for (const type of types) {
      for (const { taskId, updateTime } of await server.tasksInProgress(type)) {
        if (isMine(taskId)) continue;
        const known = before.get(taskId);
        const same = known?.updateTime === updateTime ? known : { updateTime, sinceMs: nowMs() };
        seen.set(taskId, await judged(taskId, same));
      }
    }
  }

  /** Looks at a task that has not changed for a while, and requeues it if the server will not. */
  async function judged(taskId: string, known: Seen): Promise<Seen> {
    const unchangedMs = nowMs() - known.sinceMs;
    if (unchangedMs < (known.limitMs ?? lookMs)) return known;
    const task = await server.task(taskId);
    if (task?.status !== "IN_PROGRESS") return known;
    const limitMs = responds(task) ? Infinity : (responseSecondsOf(task) + marginSeconds) * 1_000;
    if (unchangedMs < limitMs) return { ...known, limitMs };
    await bringBack(task);
    return { ...known, sinceMs: nowMs(), limitMs }; // the search may list it as it was for a moment
  }

  async function bringBack(task: Task): Promise<void> {
    const { taskId = "", workflowInstanceId = "", outputData = {} } = task;
    await server.update({
      taskId,
      workflowInstanceId,
      workerId,
      status: "IN_PROGRESS",
      callbackAfterSeconds: 0,
      outputData,
    });
    metrics.count("tasks_brought_back_total");
    log.warn("requeued a poll whose worker has died", { workflowId: workflowInstanceId, taskId });
  }

  return {
    async run() {
      try {
        await sweep();
        complained = false;
      } catch (error) {
        if (!complained) log.warn("polls in progress could not be listed", { error: describeError(error) });
        complained = true;
      }
    },
  };
}

function responds(task: Task): boolean {
  return (task.responseTimeoutSeconds ?? 0) > 0 || comesBack(task);
}
