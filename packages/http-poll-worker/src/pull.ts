import type { Task, WorkerApi } from "@long-running-api/conductor/api";
import { describeError, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface PullSettings {
  types: readonly string[];
  domain?: string | undefined;
  workerId: string;
  /** Maximum number of tasks at a time, over all types, besides those that wait for a place at their host. */
  concurrency: number;
  /** Maximum number of tasks per poll. */
  batch: number;
  /** Pause after a poll of an empty queue. */
  gapMs: number;
}

export interface PullTools {
  server: WorkerApi;
  serve(task: Task): Promise<void>;
  log: Log;
  metrics: Metrics;
  now(): Date;
  /** How many of the tasks wait for a place at their host. */
  waiting?: () => number;
}

export interface Pull {
  /** Whether the task was taken and not handed back yet. */
  has(taskId: string): boolean;
  /** Stops polling; resolves when all tasks taken have been updated, or after `msMax`, with the number of those left. */
  stop(msMax?: number): Promise<number>;
}

/** Tasks that wait for a slow host must not keep those of other hosts on the server, nor be without number. */
const heldShareMax = 3;

const lostGapMsMax = 5_000;

/** Polls the server's queues while there is free capacity, and serves each task. */
export function startPulling(
  settings: PullSettings,
  { server, serve, log, metrics, now, waiting = () => 0 }: PullTools,
): Pull {
  const inFlight = new Map<Promise<void>, string>();
  const stopping = deferred();
  let stopped = false;
  let asking = 0;
  let lost = false;

  async function pullType(type: string): Promise<void> {
    let failures = 0;
    while (!stopped) {
      const taken = inFlight.size + asking;
      const free = Math.min(
        settings.concurrency - (taken - waiting()),
        settings.concurrency * heldShareMax - taken,
      );
      if (free <= 0) {
        // Back-pressure: tasks not taken stay on the server for another worker.
        await Promise.race([...inFlight.keys(), stopping.promise, pause(settings.gapMs)]);
        continue;
      }
      const tasks = await take(type, Math.min(free, settings.batch));
      failures = tasks ? 0 : failures + 1;
      if (!tasks) await pause(Math.min(250 * 2 ** failures, lostGapMsMax));
      else if (tasks.length === 0) await pause(settings.gapMs);
    }
  }

  /** A delivered task is ours, even if it is delivered while stopping. */
  async function take(type: string, count: number): Promise<Task[] | undefined> {
    asking += count;
    try {
      const { workerId, domain } = settings;
      const tasks = await server.poll({ type, count, workerId, domain });
      answered();
      metrics.count("polls_total", { outcome: tasks.length === 0 ? "empty" : "tasks" });
      for (const task of tasks) begin(task);
      return tasks;
    } catch (error) {
      metrics.count("polls_total", { outcome: "failed" });
      if (!lost)
        log.error("the server does not answer; trying again until it does", { error: describeError(error) });
      lost = true;
      return undefined;
    } finally {
      asking -= count;
    }
  }

  function answered(): void {
    if (lost) log.info("the server answers again");
    lost = false;
    metrics.set("last_contact_seconds", Math.round(now().getTime() / 1000));
  }

  function begin(task: Task): void {
    const served = serve(task).finally(() => {
      inFlight.delete(served);
      metrics.set("tasks_in_flight", inFlight.size);
    });
    inFlight.set(served, task.taskId ?? "");
    metrics.set("tasks_in_flight", inFlight.size);
  }

  /** Ends early when stopping. */
  async function pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([over, stopping.promise]);
    clearTimeout(timer);
  }

  metrics.set("concurrency", settings.concurrency);
  metrics.set("tasks_in_flight", 0);
  const loops = settings.types.map((type) => pullType(type));
  return {
    has: (taskId) => [...inFlight.values()].includes(taskId),
    async stop(msMax) {
      stopped = true;
      stopping.resolve();
      const done = Promise.all(loops).then(() => Promise.all(inFlight.keys()));
      if (msMax === undefined) await done;
      else await within(msMax, done);
      return inFlight.size;
    },
  };
}

/** Waits for a promise, for at most `ms` milliseconds. */
async function within(ms: number, done: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
