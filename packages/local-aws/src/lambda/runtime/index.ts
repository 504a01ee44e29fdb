import { mkdirSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { createEnvironment, type Environment, EnvironmentEnded } from "./environment.ts";
import { launchNode, launchPython } from "./launch.ts";
import { end, start } from "./messages.ts";
import { prepareModules } from "./node/modules.ts";
import { isPython, type Python, type PythonMissing } from "./python/find.ts";
import { createSemaphore } from "./semaphore.ts";
import type { Clock, FunctionSpec, Invocation, InvocationResult, LogBatch } from "./spec.ts";
import { variablesOf } from "./variables.ts";

export { ensurePython, type Python, type PythonMissing } from "./python/find.ts";
export * from "./spec.ts";
export { EnvironmentEnded };

export interface RuntimeOptions {
  /** Where functions reach the embedded cloud. */
  endpoint(): string;
  clock: Clock;
  onLog(batch: LogBatch): void;
  /** An execution environment without work ends after that. */
  idleSeconds: number;
  /** Where the project's AWS SDK is. */
  nodeModulesDir: string;
  /** Functions' code must lie in folders of this one. */
  workDir: string;
  python(): Promise<Python | PythonMissing>;
}

const endMs = 2_000;

// A process takes longer to start than a short call to end: a call waits so long for a process to come free, behind so
// few others, unless all are busy with something longer.
const patienceMs = 100;
const waitingMax = 4; // for each process

/** Runs functions: one process for each invocation at a time, kept warm. */
export interface Runtime {
  /** Rejects only with EnvironmentEnded, when the cloud itself ends; all that a function does wrong is an answer. */
  invoke(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult>;
  /** Invocations of that function (unqualified ARN) that have begun and not ended; without one, of all. */
  running(functionArn?: string): number;
  /** Ends the idle processes of a function that is gone or changed; busy ones end with their invocation. */
  forget(functionArn: string): void;
  close(): Promise<void>;
}

export function createRuntime(options: RuntimeOptions): Runtime {
  const { clock } = options;
  const idle = new Map<string, Idle[]>();
  const all = new Set<Environment>();
  const forgotten = new Set<Environment>();
  const expiries = new WeakMap<Environment, number>();
  /** Those of a function that are at work, and since when (ms of the clock's ticks). */
  const busy = new Map<string, Map<Environment, number>>();
  const running = new Map<string, number>();
  const waiting = new Map<string, Set<(environment: Environment | undefined) => void>>();
  // Loading code is heavy: a burst of cold starts is worked off, it does not bring the machine to a halt.
  const starts = createSemaphore(Math.max(2, availableParallelism()));
  const folders = prepareFolders(options);
  let closed = false;
  let silent = false;
  let whenAllEnded = () => {};

  return {
    async invoke(spec, invocation) {
      count(spec.functionArn, 1);
      try {
        return await run(spec, invocation);
      } finally {
        count(spec.functionArn, -1);
      }
    },
    running: (functionArn) =>
      functionArn === undefined
        ? [...running.values()].reduce((sum, each) => sum + each, 0)
        : (running.get(functionArn) ?? 0),
    forget(functionArn) {
      for (const [key, list] of idle) {
        if (key.startsWith(`${functionArn} `)) for (const each of list.splice(0)) retire(each);
      }
      for (const environment of busy.get(functionArn)?.keys() ?? []) forgotten.add(environment);
    },
    async close() {
      closed = true;
      for (const list of idle.values()) for (const { cancel } of list) cancel();
      for (const environment of all) environment.end();
      silent = true; // whoever takes the log is closed next
      await new Promise<void>((resolve) => {
        whenAllEnded = resolve;
        if (all.size === 0) resolve();
        clock.after(endMs, resolve);
      });
    },
  };

  async function run(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult> {
    const warm = takeIdle(spec) ?? (await soonFree(spec));
    if (warm) return use(spec, warm, invocation);
    const python = spec.runtime.startsWith("python") ? await options.python() : undefined;
    if (python && !isPython(python)) return explainPython(spec, invocation, python);
    const release = await starts.acquire();
    try {
      if (closed) throw new EnvironmentEnded("The local cloud is ending.");
      const freed = takeIdle(spec); // while this one waited for its turn to start
      if (freed) return await use(spec, freed, invocation);
      const environment = startEnvironment(spec, python);
      environment.loaded.then(release, release);
      return await use(spec, environment, invocation);
    } finally {
      release();
    }
  }

  async function use(
    spec: FunctionSpec,
    environment: Environment,
    invocation: Invocation,
  ): Promise<InvocationResult> {
    const inUse = busy.get(spec.functionArn) ?? new Map<Environment, number>();
    busy.set(spec.functionArn, inUse.set(environment, clock.tick()));
    try {
      return await environment.invoke(invocation);
    } finally {
      inUse.delete(environment);
      if (inUse.size === 0) busy.delete(spec.functionArn);
      if (closed || forgotten.delete(environment) || expires(environment, spec)) environment.end();
      else if (environment.alive()) keep(keyOf(spec), environment);
    }
  }

  function startEnvironment(spec: FunctionSpec, python: Python | undefined): Environment {
    const credentials = spec.credentials();
    const environment: Environment = createEnvironment(spec, {
      clock,
      onLog: (batch) => {
        if (!silent) options.onLog(batch);
      },
      launch: (marker) => (python ? launchPython(python, marker) : launchNode(spec, marker)),
      variables: (logStream) =>
        variablesOf(spec, {
          endpoint: options.endpoint(),
          credentials,
          logStream,
          home: folders.home,
          parent: process.env,
          platform: process.platform,
          pythonUserBase: python?.userBase,
        }),
      onEnd: () => {
        all.delete(environment);
        if (all.size === 0) whenAllEnded();
        for (const list of idle.values()) {
          const at = list.findIndex((each) => each.environment === environment);
          if (at >= 0) list.splice(at, 1)[0]?.cancel();
        }
      },
    });
    all.add(environment);
    if (credentials.expiresAtMs !== undefined) expiries.set(environment, credentials.expiresAtMs);
    return environment;
  }

  /** No AWS answer fits: there Python is never missing. The explanation goes where a learner looks. */
  function explainPython(
    spec: FunctionSpec,
    { requestId }: Invocation,
    lack: PythonMissing,
  ): InvocationResult {
    const seen = Object.entries(lack.seen).map(([label, value]) => `${label}: ${value}`);
    const errorMessage = [lack.what, ...seen, ...lack.next].join("\n");
    const { functionArn, logGroup, version } = spec;
    const lines = [start(requestId, version), `[ERROR] ${errorMessage}`, end(requestId)].map(
      (line) => `${line}\n`,
    );
    const events = lines.map((message) => ({ timestamp: clock.now(), message }));
    if (!silent) options.onLog({ functionArn, logGroup, logStream: `[${version}]no-python`, events });
    const payload = Buffer.from(JSON.stringify({ errorType: "Local.PythonMissing", errorMessage }));
    const logTail = lines.join("");
    return {
      payload,
      functionError: "Unhandled",
      logTail,
      executedVersion: version,
      durationMs: 0,
      billedMs: 0,
    };
  }

  /** The one that was used last, so that the others can go idle. */
  function takeIdle(spec: FunctionSpec): Environment | undefined {
    const list = idle.get(keyOf(spec));
    for (let next = list?.pop(); next; next = list?.pop()) {
      next.cancel();
      if (expires(next.environment, spec)) next.environment.end();
      else if (next.environment.alive()) return next.environment;
    }
    return undefined;
  }

  /** One that comes free in a moment, where others are at work. */
  async function soonFree(spec: FunctionSpec): Promise<Environment | undefined> {
    const key = keyOf(spec);
    const queue = waiting.get(key) ?? new Set();
    const begun = [...(busy.get(spec.functionArn)?.values() ?? [])];
    const short = begun.some((tick) => clock.tick() - tick < patienceMs);
    if (!short || queue.size >= begun.length * waitingMax) return undefined;
    waiting.set(key, queue);
    return await new Promise((resolve) => {
      const take = (environment: Environment | undefined) => {
        cancel();
        queue.delete(take);
        resolve(environment);
      };
      const cancel = clock.after(patienceMs, () => take(undefined));
      queue.add(take);
    });
  }

  function keep(key: string, environment: Environment): void {
    const [next] = waiting.get(key) ?? [];
    if (next) return next(environment);
    const entry: Idle = { environment, cancel: () => {} };
    const list = idle.get(key) ?? [];
    idle.set(key, list);
    list.push(entry);
    entry.cancel = clock.after(options.idleSeconds * 1_000, () => {
      list.splice(list.indexOf(entry), 1);
      environment.end();
    });
  }

  function retire({ environment, cancel }: Idle): void {
    cancel();
    environment.end();
  }

  /** Whether its keys could end before one more invocation does, with a minute to spare. */
  function expires(environment: Environment, { timeoutSeconds }: FunctionSpec): boolean {
    const restMs = (expiries.get(environment) ?? Number.POSITIVE_INFINITY) - clock.now();
    return restMs < (timeoutSeconds + 60) * 1_000;
  }

  function count(functionArn: string, change: 1 | -1): void {
    const now = (running.get(functionArn) ?? 0) + change;
    if (now === 0) running.delete(functionArn);
    else running.set(functionArn, now);
  }
}

interface Idle {
  environment: Environment;
  cancel(): void;
}

/** A process serves one version of the code and one configuration. */
function keyOf({ functionArn, version, revisionId }: FunctionSpec): string {
  return `${functionArn} ${version} ${revisionId}`;
}

function prepareFolders({ workDir, nodeModulesDir }: RuntimeOptions): { home: string } {
  mkdirSync(workDir, { recursive: true });
  const folder = realpathSync(workDir);
  prepareModules({ folder, nodeModulesDir });
  const home = path.join(folder, "home");
  mkdirSync(home, { recursive: true });
  return { home };
}
