import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { portProblem } from "@long-running-api/foundation/port-problem";
import { Problem } from "@long-running-api/foundation/problem";
import { waitUntil } from "@long-running-api/foundation/wait";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { openLogFile } from "@long-running-api/kit/local-cloud/files";
import { javaFlags, serverFlags } from "./flags.ts";
import { type Installed, trainedFlags } from "./install.ts";
import type { Java } from "./java.ts";

export interface OssServer {
  /** http://127.0.0.1:PORT */
  url: string;
  pid: number;
  /** Resolves when its process is gone, for whatever reason. */
  ended: Promise<void>;
  /** Lets it finish what it has, and waits until it is gone. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export interface StartOptions {
  java: Java;
  server: Installed;
  /** 0 = any free one. */
  port: number;
  /** The database and the log are kept there. */
  folder: string;
  /** Additional flags, which override our own. */
  flags?: readonly string[];
  /** Additional environment variables; ours are inherited, except for the server's settings. */
  env?: NodeJS.ProcessEnv;
  onWait?(elapsedSeconds: number): void;
}

const startSecondsMax = 300;
const stopSecondsMax = 20;
const probeMsMax = 3_000;

/** Starts the server and waits until it responds. It ends with this process, however that ends. */
export async function startServer(options: StartOptions): Promise<OssServer> {
  const port = await freePort(options.port);
  const url = `http://127.0.0.1:${port}`;
  const log = path.join(options.folder, "server.log");
  const child = launch(options, port, log);
  let gone = false;
  const ended = new Promise<void>((resolve) => {
    for (const event of ["exit", "error"]) child.once(event, () => resolve());
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), stopSecondsMax * 1000);
    await ended;
    clearTimeout(timer);
  };
  const left = beforeLeaving(() => end("SIGTERM"));
  ended.then(() => {
    gone = true;
    left();
  });
  const ready = await waitUntil(async () => (gone ? "gone" : await isHealthy(url)), {
    secondsMax: startSecondsMax,
    everyMs: 100,
    ...(options.onWait ? { onWait: options.onWait } : {}),
  });
  if (ready !== true) {
    await end("SIGKILL");
    throw couldNotStart(
      log,
      ready === "gone" ? "it exited while starting" : `no response within ${startSecondsMax} s`,
    );
  }
  return { url, pid: child.pid ?? 0, ended, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** Its last output, to find out why it ended. */
export function lastOutput(folder: string): Record<string, string> {
  return outputIn(path.join(folder, "server.log"));
}

/** `/actuator/health` would say 503 on a healthy server: only `/health` counts. */
export async function isHealthy(url: string): Promise<true | undefined> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(probeMsMax) });
    const { healthy } = (await response.json()) as { healthy?: boolean };
    return response.ok && healthy === true ? true : undefined;
  } catch {
    return undefined;
  }
}

function launch(options: StartOptions, port: number, log: string): ChildProcess {
  const { java, server, folder, flags = [], env = {} } = options;
  const words = [
    ...javaFlags,
    ...trainedFlags(java, server),
    "-jar",
    server.jar,
    ...serverFlags(port).filter((own) => !flags.some((flag) => nameOf(flag) === nameOf(own))),
    ...flags,
  ];
  const out = openLogFile(log);
  const surroundings = {
    cwd: folder,
    env: { ...withoutSettings(process.env), ...env },
    windowsHide: true,
  } as const;
  const child =
    process.platform === "win32"
      ? spawn(java.command, words, { ...surroundings, stdio: ["ignore", out, out] })
      : spawn("/bin/sh", ["-c", guarded, "sh", java.command, ...words], {
          ...surroundings,
          detached: true,
          stdio: ["ignore", out, out, "pipe"],
        });
  closeSync(out);
  // The guard lives as long as its pipe; the server's end must be its end too.
  child.once("exit", () => child.stdio[3]?.destroy());
  return child;
}

/** Spring makes a list of what is given twice. */
function nameOf(flag: string): string {
  return flag.replace(/=.*$/s, "");
}

/** Replaces the shell with Java, with a guard that ends it when our end of the pipe closes, even by kill -9. */
const guarded = `(cat <&3 >/dev/null 2>&1; kill $$ 2>/dev/null) >/dev/null 2>&1 & exec "$@" 3<&-`;

/** Spring reads settings from the environment too; what runs is what the flags say. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = /^(CONDUCTOR|SPRING|SERVER|MANAGEMENT|LOGGING|LOGGERS)_/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !settings.test(name)));
}

function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => reject(portProblem(error, port)));
    server.listen(port, "127.0.0.1", () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

function couldNotStart(log: string, why: string): Problem {
  return new Problem("The Conductor OSS server could not be started.", { why, ...outputIn(log) }, [
    "This is the server's own output; --data DIR starts with an empty database.",
  ]);
}

function outputIn(log: string): Record<string, string> {
  const lines = readTail(log, 64 * 1024).split("\n");
  const telling = lines.filter((line) =>
    /APPLICATION FAILED|Description:|Action:|Error|Exception|already in use/.test(line),
  );
  const said = (telling.length > 0 ? telling : lines.filter((line) => line.trim() !== "")).slice(-3);
  return {
    ...(said.length > 0
      ? { "its output": said.map((line) => line.trim().slice(0, 200)).join("\n         ") }
      : {}),
    "full log": log,
  };
}

function readTail(file: string, charactersMax: number): string {
  try {
    return readFileSync(file, "utf8").slice(-charactersMax);
  } catch {
    return "";
  }
}
