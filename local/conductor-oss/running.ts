import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { isAlive } from "@long-running-api/foundation/process";
import { waitUntil } from "@long-running-api/foundation/wait";

/** A server that one of our commands started and keeps running. */
export interface RunningServer {
  /** http://127.0.0.1:PORT/api */
  conductor: string;
  pid: number;
  serverPid: number;
  startedAt: string;
  background: boolean;
}

interface Note extends RunningServer {
  /** The URL of the command that keeps it running: its process id alone may have been reused. */
  control: string;
  token: string;
}

const askMsMax = 2_000;
const stopSecondsMax = 30;

/** Lets `status` and `stop` find this server under its data folder; returns a function that ends that. */
export async function keepFindable(
  folder: string,
  server: RunningServer,
  stop: () => void,
): Promise<() => Promise<void>> {
  const token = randomBytes(16).toString("hex");
  const control = createServer((request, response) => {
    const allowed = request.headers["x-token"] === token;
    response.writeHead(allowed ? 200 : 403).end();
    if (allowed && request.method === "POST") stop();
  });
  await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;
  const file = noteIn(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify({ ...server, control: url, token }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return async () => {
    if (read(folder)?.token === token) rmSync(file, { force: true });
    control.closeAllConnections();
    await new Promise((resolve) => control.close(resolve));
  };
}

/** The server under a data folder, if it is there. */
export async function findRunning(folder: string): Promise<RunningServer | undefined> {
  const note = read(folder);
  if (!note || !(await ask(note, "GET"))) return undefined;
  const { control: _, token: __, ...server } = note;
  return server;
}

/** Stops it; false when it does not go. */
export async function stopRunning(folder: string): Promise<boolean> {
  const note = read(folder);
  if (!note || !(await ask(note, "POST"))) return true;
  const gone = async () => (isAlive(note.serverPid) || (await ask(note, "GET")) ? undefined : true);
  return (await waitUntil(gone, { secondsMax: stopSecondsMax, everyMs: 100 })) === true;
}

async function ask({ control, token }: Note, method: "GET" | "POST"): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(askMsMax);
    return (await fetch(control, { method, headers: { "x-token": token }, signal })).ok;
  } catch {
    return false;
  }
}

function noteIn(folder: string): string {
  return path.join(folder, "running.json");
}

function read(folder: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteIn(folder), "utf8")) as Note;
  } catch {
    return undefined;
  }
}
