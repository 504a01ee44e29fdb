import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerApi } from "@long-running-api/conductor/client";
import { comesBack, requestMsMax } from "@long-running-api/conductor/http-poll/task-definitions";
import {
  activeMs,
  type SendLimits,
  sendHttpPoll,
  sendLimits,
} from "@long-running-api/conductor/http-request";
import { createSandbox, sandboxSettings } from "@long-running-api/conductor/sandbox";
import { startDefinitionSync } from "./definition-sync.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { startMonitor } from "./monitor.ts";
import { startPulling } from "./pull.ts";
import { type ServeTools, serveTask } from "./serve-task.ts";

export interface WorkerSettings {
  /** Task types that are served. */
  types: readonly string[];
  /** Tasks of this domain only (Conductor's taskToDomain). */
  domain?: string | undefined;
  workerId: string;
  concurrency: number;
  batch: number;
  gapMs: number;
  minPollIntervalSeconds: number;
  /** Hosts that may be called; by default all except link-local and metadata addresses. */
  allowHosts?: readonly string[] | undefined;
  /** 0: any free port. */
  metricsPort: number;
}

export const workerSettings: Omit<WorkerSettings, "workerId"> = {
  types: ["HTTP_POLL"],
  concurrency: 100,
  batch: 50,
  gapMs: 25,
  minPollIntervalSeconds: 1,
  metricsPort: 0,
};

export interface Worker {
  /** The base URL of /metrics and /health. */
  monitorUrl: string;
  /** Stops polling, finishes the tasks it has, then resolves. */
  stop(): Promise<void>;
}

/** Beyond 3 MB Conductor OSS needs external storage for a task's output. */
const bodyBytesMax = 3_000_000;

/** Serves HTTP_POLL for a Conductor server until stopped. It is stateless: any other worker can take over. */
export async function startWorker(
  settings: WorkerSettings,
  { server, log }: { server: WorkerApi; log: Log },
): Promise<Worker> {
  const metrics = createMetrics();
  const now = () => new Date();
  const monitor = await startMonitor(settings.metricsPort, metrics, now);
  const sandbox = createSandbox(sandboxSettings);
  const tools = createTools(settings, { server, log, metrics, sandbox });
  await sandbox.checkSyntax("0"); // starts its thread before the first poll needs it
  const definitionSync = startDefinitionSync(settings, { server, log, metrics });
  await definitionSync.run();
  const pull = startPulling(settings, {
    server,
    serve(task) {
      if (!comesBack(task)) definitionSync.runSoon();
      return serveTask(task, tools);
    },
    log,
    metrics,
    now,
  });
  return {
    monitorUrl: monitor.url,
    async stop() {
      definitionSync.stop();
      await pull.stop();
      await sandbox.close();
      await monitor.close();
    },
  };
}

function createTools(
  settings: WorkerSettings,
  {
    server,
    log,
    metrics,
    sandbox,
  }: Pick<ServeTools, "server" | "log" | "metrics"> & { sandbox: ReturnType<typeof createSandbox> },
): ServeTools {
  const limits: SendLimits = {
    ...sendLimits,
    totalMsMax: requestMsMax,
    bodyBytesMax,
    allowHosts: settings.allowHosts,
  };
  return {
    server,
    log,
    metrics,
    workerId: settings.workerId,
    settings: { minPollIntervalSeconds: settings.minPollIntervalSeconds },
    sleep: (ms) => sleep(ms),
    poll: {
      send: (request) => sendHttpPoll(request, limits),
      evaluate: sandbox.evaluate,
      checkSyntax: sandbox.checkSyntax,
      nowMs: activeMs,
      wallMs: Date.now,
      random: Math.random,
    },
  };
}
