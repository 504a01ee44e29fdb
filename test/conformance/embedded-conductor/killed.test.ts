import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Built, buildProgram } from "@long-running-api/test-support/built";
import { afterAll, beforeAll, expect, it } from "vitest";

const kills = 100;
const runs = 50;
const seed = 20_261_122;
/** A kill comes at any moment of this long after the server is ready. */
const aliveMsMax = 120;
const looksUntilDone = 8;
const endSecondsMax = 60;
/** The number of runs that are polled: with more, the server would do nothing else. */
const lookEveryMs = 500;

let folder: string;
let program: Built;
let job: { url: string; close(): void };
let server: { url: string; child: ChildProcess } | undefined;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "conductor-"));
  program = await buildProgram(fileURLToPath(new URL("./serve.ts", import.meta.url)));
  job = await openJob();
});
afterAll(() => {
  server?.child.kill("SIGKILL");
  job.close();
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(`${kills} kills at random moments in ${runs} runs: none is lost, and no branch or sub workflow runs twice`, {
  timeout: 300_000,
}, async () => {
  const random = randomOf(seed);
  const acknowledged = {
    started: new Map<string, string>(),
    reported: new Set<string>(),
    again: [] as string[],
  };
  server = await serve();
  await post(server.url, "/api/metadata/taskdefs", [workDefinition]);
  await post(server.url, "/api/metadata/workflow", inner);
  await post(server.url, "/api/metadata/workflow", definition);
  for (let kill = 0; kill < kills; kill += 1) {
    // Runs begin all along, so that there are always some in every state.
    const wanted = Math.ceil(((kill + 1) / kills) * runs);
    const load = [startSome(server.url, wanted, acknowledged.started), work(server.url, acknowledged)];
    await sleep(random() * aliveMsMax);
    server.child.kill("SIGKILL");
    await once(server.child, "exit");
    await Promise.all(load);
    server = await serve();
  }
  await startSome(server.url, runs, acknowledged.started);
  const { url } = server;
  const working = work(url, acknowledged);
  const ends = await Promise.all([...acknowledged.started.values()].map((id) => ended(url, id)));
  const query = encodeURIComponent(`workflowType=${inner.name}`);
  const found = await fetch(`${url}/api/workflow/search?query=${query}`);
  const { totalHits: children } = (await found.json()) as { totalHits: number };
  server.child.kill("SIGKILL");
  await working;

  expect(acknowledged.again, "work that was answered and given out again").toEqual([]);
  expect(new Set(acknowledged.started.values()).size, "runs, each started by one key").toBe(runs);
  for (const { status, tasks } of ends) {
    expect(status, JSON.stringify(tasks)).toBe("COMPLETED");
    const givenOut = tasks.filter((task) => task.status !== "TIMED_OUT");
    expect(givenOut.map((task) => `${task.referenceTaskName} ${task.status}`).sort()).toEqual([
      "after COMPLETED",
      "fork COMPLETED",
      "join COMPLETED",
      "poll COMPLETED",
      "sub COMPLETED",
      "work COMPLETED",
    ]);
    const work = givenOut.find((task) => task.referenceTaskName === "work");
    expect(work?.outputData, "what the worker was answered for").toEqual({ by: "worker" });
  }
  expect(children, "sub workflows, one of each run").toBe(runs);
});

/** A response that delivers a task may be cut off with its server: no worker then knows that it has the task. */
const workDefinition = {
  name: "work",
  responseTimeoutSeconds: 5,
  timeoutSeconds: 0,
  retryCount: 100,
  retryDelaySeconds: 0,
};

const inner = {
  name: "survivor_inner",
  tasks: [
    { name: "rest", taskReferenceName: "rest", type: "WAIT", inputParameters: { duration: "1 seconds" } },
    { name: "set", taskReferenceName: "set", type: "SET_VARIABLE", inputParameters: { done: true } },
  ],
};

const poll = {
  name: "poll",
  taskReferenceName: "poll",
  type: "HTTP_POLL",
  inputParameters: {
    http_request: {
      uri: "${workflow.input.job}/${workflow.workflowId}",
      method: "GET",
      terminationCondition: '$.output.response.body.status == "COMPLETED"',
      pollingInterval: 0.05,
      readTimeOut: 30_000, // a busy machine is not what is tested
    },
  },
};

const sub = {
  name: "sub",
  taskReferenceName: "sub",
  type: "SUB_WORKFLOW",
  subWorkflowParam: { name: inner.name },
};

const definition = {
  name: "survivor",
  tasks: [
    {
      name: "fork",
      taskReferenceName: "fork",
      type: "FORK_JOIN",
      forkTasks: [[{ name: "work", taskReferenceName: "work", type: "SIMPLE" }], [poll], [sub]],
    },
    { name: "join", taskReferenceName: "join", type: "JOIN", joinOn: ["work", "poll", "sub"] },
    { name: "after", taskReferenceName: "after", type: "SET_VARIABLE", inputParameters: { done: true } },
  ],
};

interface WorkerLog {
  started: Map<string, string>;
  /** Tasks whose update was acknowledged. */
  reported: Set<string>;
  again: string[];
}

/** Starts runs until there are enough or the server is killed. An unacknowledged start is repeated. */
async function startSome(url: string, wanted: number, started: Map<string, string>): Promise<void> {
  try {
    for (let index = 0; index < wanted; index += 1) {
      const key = `run-${index}`;
      if (started.has(key)) continue;
      started.set(
        key,
        await post(url, "/api/workflow", {
          name: definition.name,
          input: { job: job.url },
          idempotencyKey: key,
          idempotencyStrategy: "RETURN_EXISTING",
        }),
      );
    }
  } catch {
    // The server was killed.
  }
}

/** Delivered tasks whose update was not acknowledged: their worker reports again. */
const unanswered = new Map<string, string>();

/** A worker that runs until the server is killed. */
async function work(url: string, { reported, again }: WorkerLog): Promise<void> {
  const report = async (taskId: string, workflowInstanceId: string) => {
    await post(url, "/api/tasks", {
      taskId,
      workflowInstanceId,
      status: "COMPLETED",
      outputData: { by: "worker" },
    });
    reported.add(taskId);
    unanswered.delete(taskId);
  };
  try {
    for (;;) {
      for (const [taskId, workflowId] of unanswered) await report(taskId, workflowId);
      const polled = await fetch(`${url}/api/tasks/poll/batch/work?count=5&timeout=0`);
      const tasks = (await polled.json()) as { taskId: string; workflowInstanceId: string }[];
      for (const { taskId, workflowInstanceId } of tasks) {
        if (reported.has(taskId)) again.push(taskId);
        unanswered.set(taskId, workflowInstanceId);
      }
      await sleep(5);
    }
  } catch {
    // The server was killed.
  }
}

interface Execution {
  status: string;
  tasks: { referenceTaskName: string; status: string; outputData: object }[];
}

async function ended(url: string, workflowId: string): Promise<Execution> {
  const deadline = performance.now() + endSecondsMax * 1_000;
  for (;;) {
    const answer = await fetch(`${url}/api/workflow/${workflowId}`);
    expect(answer.status, `run ${workflowId}, whose start was answered`).toBe(200);
    const execution = (await answer.json()) as Execution;
    if (execution.status !== "RUNNING" || performance.now() > deadline) return execution;
    await sleep(lookEveryMs);
  }
}

/** Returns PROCESSING at first, then COMPLETED, for each path. */
async function openJob(): Promise<typeof job> {
  const asked = new Map<string, number>();
  const jobs = http.createServer(({ url = "" }, response) => {
    const times = (asked.get(url) ?? 0) + 1;
    asked.set(url, times);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ status: times < looksUntilDone ? "PROCESSING" : "COMPLETED" }));
  });
  jobs.listen(0, "127.0.0.1");
  await once(jobs, "listening");
  return { url: `http://127.0.0.1:${(jobs.address() as AddressInfo).port}`, close: () => jobs.close() };
}

async function serve(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [program.file, path.join(folder, "killed.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { url, child };
}

async function post(url: string, route: string, body: object): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url + route, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${route}: ${answer.status} ${text}`);
  return text;
}

/** https://en.wikipedia.org/wiki/Linear_congruential_generator; Numerical Recipes' constants. */
function randomOf(first: number): () => number {
  let state = first >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
