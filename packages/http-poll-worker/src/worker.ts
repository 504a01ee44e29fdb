import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerApi } from "@long-running-api/conductor/api";
import { createHostPlaces, type HostPlaces } from "@long-running-api/conductor/host-places";
import { comesBack, requestMsMax } from "@long-running-api/conductor/http-poll/task-definitions";
import {
  activeMs,
  type SendLimits,
  sendHttpPoll,
  sendLimits,
} from "@long-running-api/conductor/http-request";
import { createSandbox, type Sandbox, sandboxSettings } from "@long-running-api/conductor/sandbox";
import { type Circuits, createCircuits } from "./circuit.ts";
import { createCredentials } from "./credentials.ts";
import { startDefinitionSync } from "./definition-sync.ts";
import { createLateness } from "./lateness.ts";
import type { Log } from "./log.ts";
import { createMetrics, hostLabels, type Metrics } from "./metrics.ts";
import { type Monitor, startMonitor } from "./monitor.ts";
import { startPulling } from "./pull.ts";
import { sendPoll } from "./send-poll.ts";
import { type ServeTools, serveTask } from "./serve-task.ts";
import { proxiesOf } from "./server.ts";
import { readSettings, type Settings, workerName } from "./settings.ts";
import { createSweep } from "./sweep.ts";

export interface WorkerSettings extends Settings {
  workerId: string;
}

/** Every setting at its default. */
export const workerSettings: Settings = readSettings({ flags: {}, environment: {} });

export interface Worker {
  /** The base URL of /metrics, /live and /ready. */
  monitorUrl: string;
  /** Takes no more tasks and finishes those it has; returns how many were left after `drain-seconds`. */
  stop(): Promise<number>;
}

export interface WorkerTools {
  server: WorkerApi;
  log: Log;
  /** The environment, for credentials. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Started by the caller, to answer while it waits for the server; closed with the worker. */
  monitoring?: Monitoring;
}

/** The metrics, and the server that shows them. */
export interface Monitoring {
  readonly metrics: Metrics;
  readonly monitor: Monitor;
}

/** Beyond 3 MB Conductor OSS needs external storage for a task's output. */
const bodyBytesMax = 3_000_000;

/** A task that waits longer for a place goes back to the server, before that takes its worker for dead. */
const waitMsMax = 5_000;

const now = () => new Date();

/** Starts to show metrics. */
export async function startMonitoring(settings: Settings): Promise<Monitoring> {
  const metrics = createMetrics();
  const where = { host: settings["metrics-host"], port: settings["metrics-port"] };
  return { metrics, monitor: await startMonitor(where, metrics, now) };
}

/** Serves HTTP_POLL for a Conductor server until stopped. It is stateless: any other worker can take over. */
export async function startWorker(
  settings: WorkerSettings,
  { server, log, environment = {}, monitoring }: WorkerTools,
): Promise<Worker> {
  const { metrics, monitor } = monitoring ?? (await startMonitoring(settings));
  const sandbox = createSandbox(sandboxSettings);
  const { concurrency, workerId } = settings;
  const places = createHostPlaces(
    {
      total: concurrency,
      perHost: settings["requests-per-host"] || Math.max(1, Math.ceil(concurrency / 2)),
      ratePerSecond: settings["rate-per-host"] || undefined,
    },
    { nowMs: () => performance.now(), after },
  );
  const circuits = createCircuits(
    { failures: settings["circuit-failures"], openSeconds: settings["circuit-seconds"] },
    () => performance.now(),
  );
  const stopping = { draining: false };
  const tools = createTools(settings, {
    server,
    log,
    metrics,
    sandbox,
    places,
    circuits,
    environment,
    stopping,
  });
  exportLoads(metrics, places, circuits, tools.hostLabel);
  await sandbox.checkSyntax("0"); // starts its thread before the first poll needs it
  const definitionSync = startDefinitionSync(settings, { server, log, metrics });
  await definitionSync.run();
  const pull = startPulling(
    { ...settings, workerId, gapMs: settings["poll-gap"] },
    {
      server,
      serve(task) {
        if (!comesBack(task)) definitionSync.runSoon();
        return serveTask(task, tools);
      },
      log,
      metrics,
      now,
      waiting: () => places.waiting(),
    },
  );
  const sweep = createSweep(settings.types, {
    server,
    workerId,
    log,
    metrics,
    nowMs: () => performance.now(),
    isMine: pull.has,
  });
  const stopSweeping = every(settings["sweep-seconds"] * 1_000, sweep.run);
  return {
    monitorUrl: monitor.url,
    async stop() {
      stopping.draining = true;
      monitor.drain();
      definitionSync.stop();
      stopSweeping();
      const left = await pull.stop(settings["drain-seconds"] * 1_000);
      await sandbox.close();
      await monitor.close();
      return left;
    },
  };
}

interface Parts extends Pick<ServeTools, "server" | "log" | "metrics"> {
  sandbox: Sandbox;
  places: HostPlaces;
  circuits: Circuits;
  environment: Readonly<Record<string, string | undefined>>;
  stopping: { readonly draining: boolean };
}

function createTools(
  settings: WorkerSettings,
  { server, log, metrics, sandbox, places, circuits, environment, stopping }: Parts,
): ServeTools {
  const limits: SendLimits = {
    ...sendLimits,
    totalMsMax: requestMsMax,
    bodyBytesMax,
    allowHosts: settings["allow-host"],
    proxies: proxiesOf(environment),
  };
  const sending = {
    send: (request: object) => sendHttpPoll(request, limits),
    places,
    circuits,
    credentials: createCredentials({ file: settings["credentials-file"], environment }),
    isDraining: () => stopping.draining,
    waitMsMax,
  };
  return {
    server,
    log,
    metrics,
    workerId: settings.workerId,
    settings: {
      minPollIntervalSeconds: settings["min-poll-interval"],
      maxPollIntervalSeconds: settings["max-poll-interval"],
      pollIntervalJitter: settings["poll-interval-jitter"],
      maxPollFailures: settings["max-poll-failures"],
      maxPollFailureSeconds: settings["max-poll-failure-seconds"],
      strict: settings.strict,
    },
    sleep: (ms) => sleep(ms),
    lateness: createLateness(() => performance.now()),
    hostLabel: hostLabels(),
    poll: {
      send: (request, how) => sendPoll(request, how, sending),
      evaluate: sandbox.evaluate,
      checkSyntax: sandbox.checkSyntax,
      nowMs: activeMs,
      wallMs: Date.now,
      random: Math.random,
    },
  };
}

/** What runs and waits at each host, and which hosts are left alone. */
function exportLoads(
  metrics: Metrics,
  places: HostPlaces,
  circuits: Circuits,
  hostLabel: (host: string) => string,
): void {
  metrics.onExport(() => {
    const loads = places.loads();
    const of = (host: string) => ({ host: hostLabel(host) });
    metrics.setAll(
      "host_requests_running",
      loads.map(({ host, running }) => [of(host), running]),
    );
    metrics.setAll(
      "host_requests_waiting",
      loads.map(({ host, waiting }) => [of(host), waiting]),
    );
    metrics.setAll(
      "host_circuit_open",
      circuits.open().map((host) => [of(host), 1]),
    );
  });
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Runs a job repeatedly, each time after the previous run has ended; returns a cancel function. */
function every(ms: number, run: () => Promise<void>): () => void {
  if (ms === 0) return () => {};
  let stopped = false;
  let timer = setTimeout(again, ms);
  async function again(): Promise<void> {
    await run();
    if (!stopped) timer = setTimeout(again, ms);
  }
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

export { workerName };
