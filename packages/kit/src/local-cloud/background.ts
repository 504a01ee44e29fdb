import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, readFileSync } from "node:fs";
import { get, type IncomingMessage, request } from "node:http";
import path from "node:path";
import { text as readText } from "node:stream/consumers";
import { Problem } from "@long-running-api/foundation/problem";
import { isAlive } from "@long-running-api/foundation/process";
import { waitUntil } from "@long-running-api/foundation/wait";
import { nodeArguments } from "../project-folder.ts";
import { type Address, announced } from "./address.ts";
import { openLogFile, withoutRoom } from "./files.ts";

const startSecondsMax = 20;
const stopSecondsMax = 15;
const probeMsMax = 2_000;

/** The most recently started cloud of a data folder that answers; stale addresses are ignored. */
export async function findCloud(folder: string): Promise<Address | undefined> {
  for (const address of announced(folder)) {
    if (await answers(address)) return address;
  }
  return undefined;
}

/** Starts a cloud in the background: it outlives this process and stops after 60 idle minutes. */
export async function startCloud(folder: string): Promise<Address> {
  const log = path.join(folder, "local.log");
  const exit = spawnDetached(folder, log);
  const cloud = await waitUntil(
    async () => {
      const code = exit();
      const found = await findCloud(folder);
      const failed = !found && code !== undefined && code !== 0;
      // Another command may be starting one at the same time: ours then exits, and we wait for that one.
      if (failed && !(await isStarting(folder))) throw couldNotStart(log, `it exited with code ${code}`);
      return found;
    },
    { secondsMax: startSecondsMax, everyMs: 40 },
  );
  if (!cloud) throw couldNotStart(log, `no response within ${startSecondsMax} s`);
  return cloud;
}

/** SQLite is loaded only here: most commands find or start a cloud without checking its lock. */
async function isStarting(folder: string): Promise<boolean> {
  const { isLocked } = await import("./lock.ts");
  return isLocked(folder);
}

/**
 * Keeps a cloud running while this process uses it: the command that started it may finish
 * earlier. The lease ends with `release` or with this process.
 */
export function leaseCloud({ aws }: Address): () => void {
  const request = get(`${aws}/_local/lease`);
  request.on("error", () => {}); // the cloud has stopped: the next call reports it
  request.on("socket", (socket) => socket.unref());
  return () => request.destroy();
}

/** Waits for this process's turn to write, so that two commands don't create a resource twice. */
export async function takeTurn({ aws }: Address): Promise<() => void> {
  const request = get(`${aws}/_local/turn`);
  await new Promise((resolve) => {
    request.on("response", resolve);
    request.on("error", resolve); // the cloud has stopped: the next call reports it
  });
  return () => request.destroy();
}

/** Asks a cloud to stop once its last lease ends. */
export async function retireCloud({ aws }: Address): Promise<void> {
  await ask(`${aws}/_local/retire`, "POST").catch(() => undefined);
}

/** Stops a cloud and waits until its process has ended. */
export async function stopCloud({ pid }: Address): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGTERM");
  const gone = await waitUntil(async () => (isAlive(pid) ? undefined : true), {
    secondsMax: stopSecondsMax,
    everyMs: 50,
  });
  if (!gone)
    throw new Problem(
      "The local cloud does not stop.",
      { pid: String(pid), waited: `${stopSecondsMax} s` },
      `kill -9 ${pid}`,
    );
}

/** Whether a cloud is still running. */
export async function isRunning(aws: string): Promise<boolean> {
  const answer = await ask(`${aws}/_local/status`).catch(() => undefined);
  return answer?.statusCode === 200;
}

/** Whether our cloud listens there: another program may have taken the port since. */
async function answers({ aws, pid }: Address): Promise<boolean> {
  try {
    const { text } = await ask(`${aws}/_local/status`);
    return (JSON.parse(text) as { pid?: number }).pid === pid;
  } catch {
    return false;
  }
}

/** Sends one request. Not with `fetch`: its first call takes 35 ms of processor time, and each command asks for its cloud. */
async function ask(url: string, method = "GET"): Promise<{ statusCode: number | undefined; text: string }> {
  const sent = request(url, { method, agent: false, signal: AbortSignal.timeout(probeMsMax) }).end();
  sent.on("error", () => {}); // `once` and the body report it
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { statusCode: response.statusCode, text: await readText(response) };
}

function spawnDetached(folder: string, log: string): () => number | undefined {
  const out = openLogFile(log);
  const child = spawn(process.execPath, [...nodeArguments("local"), "--background", "--data", folder], {
    detached: true,
    stdio: ["ignore", out, out],
    windowsHide: true,
  });
  closeSync(out);
  let code: number | undefined;
  child.on("exit", (exitCode) => {
    code = exitCode ?? 1;
  });
  child.on("error", () => {
    code = 1;
  });
  child.unref();
  return () => code;
}

function couldNotStart(log: string, why: string): Problem {
  const full = withoutRoom(path.dirname(log));
  if (full) return full;
  const said = head(log, 4);
  return new Problem(
    "The local cloud could not be started.",
    { why, ...(said ? { "its output": said } : {}), "full log": log },
    "npx tsx local",
  );
}

function head(file: string, lines: number): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(0, lines).join("\n         ");
  } catch {
    return "";
  }
}
