import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "@long-running-api/foundation/problem";
import { openSqlite } from "@long-running-api/sqlite";
import { type Built, buildProgram } from "@long-running-api/test-support/built";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openConductor } from "../src/index.ts";

let folder: string;
let program: Built;
let job: { url: string; close(): void };
const processes: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "conductor-"));
  program = await buildProgram(fileURLToPath(new URL("./serve.ts", import.meta.url)));
  job = await runJob();
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill("SIGKILL");
});
afterAll(() => {
  job.close();
  program.remove();
  rmSync(folder, { recursive: true });
});

describe("killed at any moment", () => {
  it("loses nothing that was acknowledged, and resumes by itself", { timeout: 60_000 }, async () => {
    const file = path.join(folder, "killed.db");
    const started = new Set<string>();
    const worked = new Set<string>();
    let server = await serve(file);
    await register(server.url);
    for (let round = 0; round < 4; round++) {
      const load = Promise.all([...Array(4)].map(() => startAndWork(server.url, started, worked)));
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 250));
      server.child.kill("SIGKILL");
      await once(server.child, "exit");
      await load;
      server = await serve(file);
    }
    expect(started.size).toBeGreaterThan(4);
    const look = async (id: string): Promise<void> => {
      const { tasks } = await ended(server.url, id, worked.has(id));
      // A worker's report that was answered counts; one that was not may be made again.
      if (worked.has(id))
        expect(tasks[0]).toMatchObject({ status: "COMPLETED", outputData: { by: "worker" } });
    };
    await Promise.all([...started].map(look));
  });
});

describe("an unusable database is reported as a Problem", () => {
  it.each<[string, RegExp, (file: string) => void]>([
    [
      "no database",
      /damaged/,
      (file) => writeFileSync(file, "this is a letter, not a database ".repeat(200)),
    ],
    ["damaged", /damaged/, damage],
    ["of a newer version", /newer version/, (file) => withDatabase(file, "PRAGMA user_version = 99")],
    ["below what is no folder", /cannot be opened|cannot be written/, () => undefined],
  ])("%s", async (name, words, prepare) => {
    const file = name.startsWith("below") ? "/dev/null/x.db" : path.join(folder, `${name}.db`);
    prepare(file);
    const opened = openConductor({ file, minPollIntervalSeconds: 1, sync: "normal" });
    await expect(opened).rejects.toThrow(Problem);
    await expect(opened).rejects.toThrow(words);
  });

  it("held by another process", async () => {
    const file = path.join(folder, "held.db");
    await serve(file);
    await expect(openConductor({ file, minPollIntervalSeconds: 1, sync: "normal" })).rejects.toThrow(
      /in use by another process/,
    );
  });
});

function damage(file: string): void {
  withDatabase(file, "CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(100000));");
  truncateSync(file, statSync(file).size / 2);
}

function withDatabase(file: string, sql: string): void {
  const database = openSqlite(file);
  database.exec(sql);
  database.close();
}

/** Returns PROCESSING twice, then COMPLETED, for each path. */
async function runJob(): Promise<typeof job> {
  const asked = new Map<string, number>();
  const server = http.createServer((request, response) => {
    const times = (asked.get(request.url ?? "") ?? 0) + 1;
    asked.set(request.url ?? "", times);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ status: times > 2 ? "COMPLETED" : "PROCESSING" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

async function serve(file: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [program.file, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  processes.push(child);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { url: line.toString().trim(), child };
}

async function register(url: string): Promise<void> {
  const terminationCondition = '$.output.response.body.status == "COMPLETED"';
  const request = {
    uri: `${job.url}/\${workflow.workflowId}`,
    method: "GET",
    terminationCondition,
    pollingInterval: 0.05,
    readTimeOut: 30_000, // generous: a busy machine is not under test
  };
  const definition = {
    name: "survivor",
    tasks: [
      { name: "work", taskReferenceName: "work", type: "SIMPLE" },
      {
        name: "poll",
        taskReferenceName: "poll",
        type: "HTTP_POLL",
        inputParameters: { http_request: request },
      },
    ],
  };
  await post(url, "/api/metadata/workflow", definition);
}

/** Starts executions and does their work until the server is killed; records what was acknowledged. */
async function startAndWork(url: string, started: Set<string>, worked: Set<string>): Promise<void> {
  try {
    for (;;) {
      started.add(await post(url, "/api/workflow/survivor", {}));
      const polled = await fetch(`${url}/api/tasks/poll/work?timeout=0`);
      if (polled.status === 200) await report(url, (await polled.json()) as Polled, worked);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } catch {
    // The server was killed.
  }
}

interface Polled {
  readonly taskId: string;
  readonly workflowInstanceId: string;
}

async function report(
  url: string,
  { taskId, workflowInstanceId }: Polled,
  worked: Set<string>,
): Promise<void> {
  await post(url, "/api/tasks", {
    taskId,
    workflowInstanceId,
    status: "COMPLETED",
    outputData: { by: "worker" },
  });
  worked.add(workflowInstanceId);
}

interface Execution {
  readonly status: string;
  readonly tasks: { taskId: string; status: string; outputData: object }[];
}

/** The execution once it has ended; what no worker has reported is reported now. */
async function ended(url: string, id: string, wasWorked: boolean): Promise<Execution> {
  for (let look = 0; look < 100; look++) {
    const answer = await fetch(`${url}/api/workflow/${id}`);
    expect(answer.status, `execution ${id}, which was answered`).toBe(200);
    const execution = (await answer.json()) as Execution;
    if (execution.status === "COMPLETED") return execution;
    expect(execution.status).toBe("RUNNING");
    const [first] = execution.tasks;
    if (!wasWorked && first && first.status !== "COMPLETED") {
      await report(url, { taskId: first.taskId, workflowInstanceId: id }, new Set());
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Execution ${id} did not end.`);
}

async function post(url: string, route: string, body: object): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url + route, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return text;
}
