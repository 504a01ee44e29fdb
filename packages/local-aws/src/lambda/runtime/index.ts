import { mkdirSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { createEnvironment, type Environment, EnvironmentEnded } from "./environment.ts";
import { launchNode, launchPython } from "./launch.ts";
import { end, start } from "./messages.ts";
import { prepareModules } from "./node/modules.ts";
import type { Urgency } from "./pool.ts";
import { createPools } from "./pools.ts";
import { killLeftovers } from "./process-tree.ts";
import { openProcessWatcher, type ProcessWatcher } from "./process-watcher.ts";
import { isPython, type Python, type PythonMissing } from "./python/find.ts";
import type { Clock, FunctionSpec, Invocation, InvocationResult, LogBatch } from "./spec.ts";
import { variablesOf } from "./variables.ts";

export { ensurePython, isPython, type Python, type PythonMissing } from "./python/find.ts";
export * from "./spec.ts";
export { EnvironmentEnded, type Urgency };

export interface RuntimeOptions {
  /** The embedded cloud's endpoint for functions. */
  endpoint(): string;
  clock: Clock;
  onLog(batch: LogBatch): void;
  /** An idle execution environment ends after this time. */
  idleSeconds: number;
  /** The location of the project's AWS SDK. */
  nodeModulesDir: string;
  /** Functions' code must be in subfolders of this one. */
  workDir: string;
  python(): Promise<Python | PythonMissing>;
}

const endMs = 2_000;

/** Runs functions in warm processes, each with one invocation at a time. */
export interface Runtime {
  /** Rejects only with EnvironmentEnded, when the cloud stops; every function error is a normal result. */
  invoke(spec: FunctionSpec, invocation: Invocation, urgency?: Urgency): Promise<InvocationResult>;
  /** Prepares a process for expected calls. */
  prepare(spec: FunctionSpec): Promise<void>;
  /** How many processes a function has: those that wait for work, and those at work. */
  processes(functionArn: string): { idle: number; busy: number };
  /** Ends the idle processes of a deleted or changed function; busy ones end with their invocation. */
  forget(functionArn: string): void;
  close(): Promise<void>;
}

export function createRuntime(options: RuntimeOptions): Runtime {
  const { clock } = options;
  const all = new Set<Environment>();
  const expiries = new WeakMap<Environment, number>();
  const pools = createPools<Environment>({
    clock,
    startsMax: Math.max(2, availableParallelism()),
    idleSeconds: options.idleSeconds,
  });
  const folders = prepareFolders(options);
  let watcher: ProcessWatcher | undefined;
  let silent = false;
  let whenAllEnded = () => {};

  return {
    async invoke(spec, invocation, urgency = "awaited") {
      const python = spec.runtime.startsWith("python") ? await options.python() : undefined;
      if (python && !isPython(python)) return explainPython(spec, invocation, python);
      const environment = await pools.acquire({ urgency, ...demandOf(spec, python) });
      if (!environment) throw new EnvironmentEnded("The local cloud is ending.");
      try {
        return await environment.invoke(invocation);
      } finally {
        pools.release(environment, !expires(environment, spec));
      }
    },
    async prepare(spec) {
      const python = spec.runtime.startsWith("python") ? await options.python() : undefined;
      if (!python || isPython(python)) pools.prepare(demandOf(spec, python));
    },
    processes: (functionArn) => pools.count(`${functionArn} `),
    forget: (functionArn) => pools.forget(`${functionArn} `),
    async close() {
      pools.close();
      for (const environment of all) environment.end();
      silent = true; // the log store is closed next
      await new Promise<void>((resolve) => {
        const cancel = clock.after(endMs, resolve);
        whenAllEnded = () => {
          cancel();
          resolve();
        };
        if (all.size === 0) whenAllEnded();
      });
      watcher?.close();
      killLeftovers(folders.work);
    },
  };

  function demandOf(spec: FunctionSpec, python: Python | undefined) {
    return {
      key: keyOf(spec),
      start: () => startEnvironment(spec, python),
      fits: (idle: Environment) => !expires(idle, spec),
    };
  }

  function startEnvironment(spec: FunctionSpec, python: Python | undefined): Environment {
    const credentials = spec.credentials();
    watcher ??= openProcessWatcher();
    const environment: Environment = createEnvironment(spec, {
      clock,
      onLog: (batch) => {
        if (!silent) options.onLog(batch);
      },
      launch: (marker) =>
        python
          ? launchPython(python, marker)
          : launchNode(spec, { marker, watched: watcher !== undefined, cacheDir: folders.cache }),
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
        if (environment.pid !== undefined) watcher?.forget(environment.pid);
        if (all.size === 0) whenAllEnded();
      },
    });
    all.add(environment);
    if (environment.pid !== undefined) watcher?.watch(environment.pid);
    if (credentials.expiresAtMs !== undefined) expiries.set(environment, credentials.expiresAtMs);
    return environment;
  }

  /** AWS has no error for a missing Python, so the explanation goes where learners look. */
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

  /** Whether its credentials could expire within one more invocation plus a minute. */
  function expires(environment: Environment, { timeoutSeconds }: FunctionSpec): boolean {
    const restMs = (expiries.get(environment) ?? Number.POSITIVE_INFINITY) - clock.now();
    return restMs < (timeoutSeconds + 60) * 1_000;
  }
}

/** The pool key: a process serves one version of the code and one configuration. */
function keyOf({ functionArn, version, revisionId }: FunctionSpec): string {
  return `${functionArn} ${version} ${revisionId}`;
}

function prepareFolders({ workDir, nodeModulesDir }: RuntimeOptions): {
  work: string;
  home: string;
  cache: string;
} {
  mkdirSync(workDir, { recursive: true });
  const folder = realpathSync(workDir);
  prepareModules({ folder, nodeModulesDir });
  const home = path.join(folder, "home");
  mkdirSync(home, { recursive: true });
  killLeftovers(folder); // of a cloud that was killed
  return { work: folder, home, cache: path.join(folder, "compile-cache") };
}
