import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { waitUntil } from "@long-running-api/foundation/wait";
import { freePort } from "@long-running-api/test-support/free-port";

/** Amazon's DynamoDB Local, or why it is not available. */
export type DynamoDbLocal =
  | { endpoint: string; close(): Promise<void>; why?: undefined }
  | { endpoint?: undefined; why: string };

const version = "2.6.0";
const javaMinimum = 17;
const fetchSecondsMax = 240;
const startSecondsMax = 60;
const pom = fileURLToPath(new URL("pom.xml", import.meta.url));
const run = promisify(execFile);
const javaHome = process.env["JAVA_HOME"];
const java = javaHome ? path.join(javaHome, "bin", "java") : "java";

/** Starts it in memory on a free port; its jars are fetched on first use and kept in the user's cache. */
export async function openDynamoDbLocal(): Promise<DynamoDbLocal> {
  const major = await javaMajor();
  if (major < javaMinimum) return { why: `DynamoDB Local needs Java ${javaMinimum} or later` };
  const jars = await fetchJars();
  if ("why" in jars) return jars;
  const port = await freePort();
  // One shared database for all regions and accounts; SQLite's native library is next to the jars.
  const words = [
    "-XX:TieredStopAtLevel=1",
    "-Xmx256m",
    `-Dsqlite4java.library.path=${jars.folder}`,
    "-cp",
    path.join(jars.folder, "*"),
    "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
    ...["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)],
  ];
  const child = spawn(java, words, { stdio: "ignore", windowsHide: true });
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("close", () => resolve());
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const ready = await waitUntil(() => answersAt(endpoint, () => child.exitCode !== null), {
    secondsMax: startSecondsMax,
    everyMs: 100,
  });
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  if (ready === "answers") return { endpoint, close };
  await close();
  return { why: `DynamoDB Local does not start on this ${os.platform()} ${os.arch()}` };
}

async function javaMajor(): Promise<number> {
  try {
    const { stderr } = await run(java, ["-version"], { timeout: 30_000 });
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function fetchJars(): Promise<{ folder: string } | { why: string }> {
  const cache = process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache");
  const parent = path.join(cache, "long-running-api-companion");
  const folder = path.join(parent, `dynamodb-local-${version}`);
  if (existsSync(folder)) return { folder };
  try {
    mkdirSync(parent, { recursive: true });
    const draft = mkdtempSync(path.join(parent, "draft-"));
    try {
      const goal = ["-q", "-B", "-f", pom, "dependency:copy-dependencies", `-DoutputDirectory=${draft}`];
      await run("mvn", goal, { timeout: fetchSecondsMax * 1000 });
      renameSync(draft, folder); // complete or not at all
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    return existsSync(folder) ? { folder } : { why: "DynamoDB Local was not fetched" };
  } catch (error) {
    if (existsSync(folder)) return { folder }; // another run was faster
    return { why: `mvn could not fetch DynamoDB Local: ${String(error).slice(0, 200)}` };
  }
}

async function answersAt(endpoint: string, ended: () => boolean): Promise<"answers" | "ended" | undefined> {
  if (ended()) return "ended";
  // It rejects an unsigned request, so it is running.
  const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await answer?.arrayBuffer();
  return answer ? "answers" : undefined;
}
