import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type ConductorApi,
  ConductorRefusal,
  ConductorUnreachable,
  type WorkflowDef,
} from "@long-running-api/conductor/api";
import { Problem } from "@long-running-api/foundation/problem";
import { type OptionSpecs, readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { checkServer, refuseOrkesByName } from "./check-server.ts";
import { flags, secretVariables } from "./flags.ts";
import { createLog, describeError } from "./log.ts";
import { onceUp } from "./once-up.ts";
import { readSettings, type Settings, shownSettings, unknownVariables, workerName } from "./settings.ts";

/** What a program adds to the command. */
export interface CommandHost {
  readonly usage: string;
  readonly options?: OptionSpecs;
  /** The server where it is not that of the settings; `close` is called in the end. */
  openServer?(options: Flags): Promise<{ serverUrl: string; close(): Promise<void> } | undefined>;
  /** Calls back when the program that started this one has ended. */
  onOrphaned?(stop: () => void): void;
}

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** Runs the worker's command; returns its exit code. */
export async function runCommand(argv: readonly string[], host: CommandHost): Promise<number> {
  const line = readCommandLine(
    {
      usage: host.usage,
      about: `Runs HTTP_POLL tasks for a Conductor server. Ctrl-C or SIGTERM stops it after the tasks in progress.
register FILE registers workflows with the task definitions that requeue their abandoned polls.
Every option is also an environment variable, such as HTTP_POLL_WORKER_METRICS_PORT. Secrets are variables
only: ${secretVariables.join(", ")}.`,
      words: { label: "register FILE", max: 2 },
      options: { ...host.options, ...flags },
    },
    argv,
  );
  if (!line) return 0;
  const options: Flags = line.options;
  const [command, file] = line.words;
  if (command !== undefined && (command !== "register" || file === undefined))
    throw new Problem(
      `There is no command "${line.words.join(" ")}".`,
      { known: "register FILE" },
      `${host.usage} --help`,
    );
  const settings = await settingsOf(options);
  for (const name of unknownVariables(process.env))
    process.stderr.write(`warning: ${name} is not a setting; ${host.usage} --help lists them\n`);
  if (options["print-config"]) {
    process.stdout.write(`${JSON.stringify(shownSettings(settings), undefined, 2)}\n`);
    return 0;
  }
  const opened = await host.openServer?.(options);
  try {
    const serverUrl = opened?.serverUrl ?? requireUrl(settings["server-url"]);
    refuseOrkesByName(serverUrl);
    const { connectServer } = await import("./server.ts");
    const server = await connectServer({ ...settings, "server-url": serverUrl }, process.env);
    if (file !== undefined) return await register(file, settings, server);
    if (options["dry-run"]) return await plan(settings, server, options["json"] === true);
    return await serve(settings, server, { json: options["json"] === true, onOrphaned: host.onOrphaned });
  } finally {
    await opened?.close();
  }
}

async function settingsOf(options: Flags): Promise<Settings> {
  const { config } = options;
  const file =
    typeof config === "string"
      ? { name: config, text: await readOrThrow(config, "The file of settings") }
      : undefined;
  return readSettings({ flags: options, environment: process.env, file });
}

function requireUrl(serverUrl: string | undefined): string {
  if (serverUrl && URL.canParse(serverUrl)) return serverUrl;
  throw new Problem(
    "The worker needs the URL of a Conductor server.",
    { "looked at": "CONDUCTOR_SERVER_URL, --server-url", ...(serverUrl ? { seen: serverUrl } : {}) },
    "Add --server-url http://127.0.0.1:8080/api to the command, or set CONDUCTOR_SERVER_URL.",
  );
}

async function register(file: string, settings: Settings, server: ConductorApi): Promise<number> {
  const json: unknown = parse(await readOrThrow(file, "The file of workflows"), file);
  const workflows = (Array.isArray(json) ? json : [json]) as WorkflowDef[];
  if (!workflows.every((workflow) => typeof workflow?.name === "string" && Array.isArray(workflow.tasks)))
    throw new Problem("The file must hold a workflow definition, or a list of them.", { "looked at": file });
  const { registerWorkflows } = await import("./register.ts");
  const registered = await answered(settings, server, {
    ask: () => registerWorkflows(workflows, settings.types, server),
    onWait: ({ message }) => process.stderr.write(`waiting for the server: ${message}\n`),
  });
  process.stdout.write(`workflows         ${registered.workflows.join(", ")}\n`);
  process.stdout.write(`task definitions  ${registered.tasks.join(", ") || "no new ones"}\n`);
  return 0;
}

async function plan(settings: Settings, server: ConductorApi, json: boolean): Promise<number> {
  const { dryRun } = await import("./dry-run.ts");
  const { version } = await explained(server.url, () => checkServer(server));
  const found = await explained(server.url, () => dryRun(settings, server));
  const { types, domain } = settings;
  const lines = [
    `Conductor ${version ?? "of unknown version"} at ${server.url}`,
    `would serve     ${types.join(", ")}${domain ? ` in ${domain}` : ""}`,
    `tasks found     ${found.tasks.join(", ") || "none"}`,
    `would register  ${found.wouldRegister.join(", ") || "no task definition"}`,
  ];
  (json ? process.stderr : process.stdout).write(`${lines.join("\n")}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ server: server.url, version, types, ...found })}\n`);
  return 0;
}

async function serve(
  settings: Settings,
  server: ConductorApi,
  { json, onOrphaned }: { json: boolean; onOrphaned: CommandHost["onOrphaned"] },
): Promise<number> {
  const format = settings.log ?? (process.stdout.isTTY && !json ? "text" : "json");
  const log = createLog({
    format: format === "json" ? "json" : "text",
    write: (text) => void process.stderr.write(`${text}\n`),
    now: () => new Date(),
  });
  const stopping = new Promise<string>((resolve) => {
    handleSignals(resolve);
    onOrphaned?.(() => resolve("none: the process that started this one has ended"));
  });
  const { startMonitoring, startWorker } = await import("./worker.ts");
  const monitoring = await startMonitoring(settings);
  const found = await Promise.race([
    stopping,
    answered(settings, server, {
      ask: () => checkServer(server),
      onWait: (error) =>
        log.warn("waiting for the server", { server: server.url, error: describeError(error) }),
    }),
  ]);
  if (typeof found === "string") return found === "SIGINT" ? 130 : 0;
  if (found.warning) log.warn(found.warning);
  const workerId = workerName();
  const { types } = settings;
  const worker = await startWorker(
    { ...settings, workerId },
    { server, log, monitoring, environment: process.env },
  );
  const ready = {
    server: server.url,
    version: found.version,
    types,
    metrics: `${worker.monitorUrl}/metrics`,
  };
  log.info("serving", { ...ready, types: types.join(","), workerId });
  if (json) process.stdout.write(`${JSON.stringify(ready)}\n`);
  const signal = await stopping;
  log.info("stopping: takes no more tasks, finishes those in progress", { signal });
  const left = await worker.stop();
  if (left > 0) log.warn("stopped with polls in progress: the server gives them to another worker", { left });
  else log.info("stopped");
  return signal === "SIGINT" ? 130 : 0;
}

/** Asks until the server responds, within the setting `server-wait`. */
async function answered<T>(
  settings: Settings,
  server: ConductorApi,
  { ask, onWait }: { ask: () => Promise<T>; onWait: (error: Error) => void },
): Promise<T> {
  const waitMsMax = settings["server-wait"] * 1_000;
  return explained(server.url, () =>
    onceUp(ask, { waitMsMax, nowMs: () => performance.now(), sleep, onWait }),
  );
}

async function explained<T>(serverUrl: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw explain(error, serverUrl);
  }
}

/** An error of the connection as something to act on. */
function explain(error: unknown, serverUrl: string): unknown {
  if (error instanceof ConductorUnreachable)
    return new Problem(
      `No answer from Conductor at ${serverUrl}.`,
      { seen: error.message },
      "Make sure that it is running and that CONDUCTOR_SERVER_URL is its URL.",
    );
  if (error instanceof ConductorRefusal)
    return new Problem("The Conductor server refused a request.", {
      server: serverUrl,
      request: error.request,
      seen: `HTTP ${error.status}: ${error.message}`,
    });
  return error;
}

async function readOrThrow(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new Problem(`${what} cannot be read.`, {
      "looked at": file,
      seen: error instanceof Error ? error.message : String(error),
    });
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem("The file is not valid JSON.", {
      "looked at": file,
      seen: error instanceof Error ? error.message : String(error),
    });
  }
}
