import { mkdirSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import {
  createEnvironment,
  type Environment,
  EnvironmentEnded,
  type EnvironmentOwner,
} from "./environment.ts";
import { launchNode, launchPython } from "./launch.ts";
import { end, start } from "./messages.ts";
import { prepareModules } from "./node/modules.ts";
import type { Urgency } from "./pool.ts";
import { createPools } from "./pools.ts";
import { killLeftovers } from "./process-tree.ts";
import { openProcessWatcher, type ProcessWatcher } from "./process-watcher.ts";
import { isPython, type Python, type PythonMissing } from "./python/find.ts";
import type { Clock, Credentials, FunctionSpec, Invocation, InvocationResult, LogBatch } from "./spec.ts";
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

/** Idle processes, with everything that they need to continue under another runtime. */
export interface WarmProcesses {
  readonly started: ReadonlyMap<Environment, Started>;
  readonly folders: Folders;
  readonly watcher: ProcessWatcher | undefined;
  python(): Promise<Python | PythonMissing>;
  /** Ends them, if no runtime takes them over. */
  close(): Promise<void>;
}

/** What a process was started with. */
export interface Started {
  readonly spec: FunctionSpec;
  readonly credentials: Credentials;
  readonly python: Python | undefined;
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
  /** Keeps each process for which `renew` returns its function here, and ends the others. */
  takeOver(warm: WarmProcesses, renew: (started: Started) => FunctionSpec | undefined): void;
  /** Ends the busy processes, and hands over the idle ones. */
  handOver(): Promise<WarmProcesses>;
  close(): Promise<void>;
}

/** With `warm`, in the folder of the runtime that handed it over; nothing here may keep a reference to that one. */
export function createRuntime(options: RuntimeOptions, warm?: WarmProcesses): Runtime {
  const { clock } = options;
  const python = warm?.python ?? options.python;
  const all = new Map<Environment, Started>();
  const pools = createPools<Environment>({
    clock,
    startsMax: Math.max(2, availableParallelism()),
    idleSeconds: options.idleSeconds,
  });
  const folders = warm?.folders ?? prepareFolders(options);
  let watcher = warm?.watcher;
  let silent = false;
  let everStarted = warm !== undefined;
  let whenEnded = () => {};

  return {
    async invoke(spec, invocation, urgency = "awaited") {
      const found = spec.runtime.startsWith("python") ? await python() : undefined;
      if (found && !isPython(found)) return explainPython(spec, invocation, found);
      const environment = await pools.acquire({ urgency, ...demandOf(spec, found) });
      if (!environment) throw new EnvironmentEnded("The local cloud is stopping.");
      try {
        return await environment.invoke(invocation);
      } finally {
        pools.release(environment, !expires(environment, spec));
      }
    },
    async prepare(spec) {
      const found = spec.runtime.startsWith("python") ? await python() : undefined;
      if (!found || isPython(found)) pools.prepare(demandOf(spec, found));
    },
    processes: (functionArn) => pools.count(`${functionArn} `),
    forget: (functionArn) => pools.forget(`${functionArn} `),
    takeOver(warm, renew) {
      for (const [environment, started] of warm.started) {
        all.set(environment, started);
        const owner = ownerOf(() => environment);
        const spec = renew(started);
        if (spec && environment.alive() && !expires(environment, spec)) {
          environment.rebind(owner);
          pools.adopt(demandOf(spec, started.python), environment);
        } else {
          environment.rebind({ ...owner, onLog: () => {} });
          environment.end();
        }
      }
    },
    async handOver() {
      await endAll({ except: new Set(pools.close()) });
      return { started: all, folders, watcher, python, close };
    },
    close,
  };

  async function close(): Promise<void> {
    pools.close();
    await endAll({ except: new Set() });
    watcher?.close();
    if (everStarted) killLeftovers(folders.work);
  }

  async function endAll({ except }: { except: ReadonlySet<Environment> }): Promise<void> {
    for (const environment of all.keys()) if (!except.has(environment)) environment.end();
    silent = true; // the log store is closed next
    await new Promise<void>((resolve) => {
      const cancel = clock.after(endMs, resolve);
      whenEnded = () => {
        if (![...all.keys()].every((environment) => except.has(environment))) return;
        cancel();
        resolve();
      };
      whenEnded();
    });
  }

  function demandOf(spec: FunctionSpec, python: Python | undefined) {
    return {
      key: keyOf(spec),
      start() {
        return startEnvironment(spec, python);
      },
      fits(idle: Environment) {
        return !expires(idle, spec);
      },
    };
  }

  function startEnvironment(spec: FunctionSpec, python: Python | undefined): Environment {
    const credentials = spec.credentials();
    watcher ??= openProcessWatcher();
    everStarted = true;
    const environment: Environment = createEnvironment(spec, {
      clock,
      ...ownerOf(() => environment),
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
    });
    all.set(environment, { spec, credentials, python });
    if (environment.pid !== undefined) watcher?.watch(environment.pid);
    return environment;
  }

  /** Where a process reports to; it is known only once it has been created. */
  function ownerOf(environment: () => Environment): EnvironmentOwner {
    return {
      onLog: (batch) => {
        if (!silent) options.onLog(batch);
      },
      onEnd: () => {
        all.delete(environment());
        const { pid } = environment();
        if (pid !== undefined) watcher?.forget(pid);
        whenEnded();
      },
    };
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
    const restMs = (all.get(environment)?.credentials.expiresAtMs ?? Number.POSITIVE_INFINITY) - clock.now();
    return restMs < (timeoutSeconds + 60) * 1_000;
  }
}

/** The pool key: a process serves one version of the code and one configuration. */
function keyOf({ functionArn, version, revisionId }: FunctionSpec): string {
  return `${functionArn} ${version} ${revisionId}`;
}

/** The real paths of the work folder, of the functions' HOME and of the compile cache. */
interface Folders {
  work: string;
  home: string;
  cache: string;
}

function prepareFolders({ workDir, nodeModulesDir }: RuntimeOptions): Folders {
  mkdirSync(workDir, { recursive: true });
  const folder = realpathSync(workDir);
  prepareModules({ folder, nodeModulesDir });
  const home = path.join(folder, "home");
  const isNew = mkdirSync(home, { recursive: true }) !== undefined;
  if (!isNew) killLeftovers(folder); // of a cloud that was killed
  return { work: folder, home, cache: path.join(folder, "compile-cache") };
}
