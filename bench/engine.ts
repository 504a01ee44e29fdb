import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { $ } from "zx";
import type { Figure } from "./figure.ts";
import { median, quantile, timed } from "./measure.ts";
import { withScratchFolder } from "./scratch.ts";

const httpRuns = 2_000;
const clients = 32;
const pendingPolls = 1_000;
const intervalMs = 5_000;
const rounds = 4;
const heldPolls = 10_000;
const waitMsMax = 90_000;

/** The embedded Conductor in a process of its own, its database on disk, called over HTTP as by any client. */
export async function engine(): Promise<Figure[]> {
  const job = await startJob();
  try {
    const perSecond = await withEngine(({ url }) => httpWorkflows(url, job.url));
    const lateMs = await withEngine(({ url }) => lateness(url, job));
    const mb = await withEngine((running) => memory(running, job));
    return [
      { what: "HTTP workflows, durable", measured: `${perSecond.toFixed(0)} /s`, bound: "790 /s" },
      {
        what: `lateness of ${pendingPolls} HTTP_POLLs every ${intervalMs / 1000} s, median`,
        measured: `${median(lateMs).toFixed(1)} ms`,
        bound: "none",
      },
      { what: "the same, p99", measured: `${quantile(lateMs, 0.99).toFixed(1)} ms`, bound: "50 ms" },
      {
        what: `memory with ${heldPolls} HTTP_POLLs pending`,
        measured: `${mb.toFixed(0)} MB`,
        bound: "400 MB",
      },
    ];
  } finally {
    job.close();
  }
}

/** Workflows of one HTTP task that a Conductor starts and ends in a second; the first ones are not counted. */
export async function httpWorkflows(url: string, jobUrl: string, runs = httpRuns): Promise<number> {
  await define(url, "one_http", {
    type: "HTTP",
    inputParameters: { http_request: { uri: `${jobUrl}/`, method: "GET" } },
  });
  await startMany(url, "one_http", clients);
  await allCompleted(url, clients);
  const ms = await timed(async () => {
    await startMany(url, "one_http", runs);
    await allCompleted(url, clients + runs);
  });
  return (runs / ms) * 1000;
}

/** How much later than its interval each poll came, in ms; polls during the start of the runs do not count. */
async function lateness(url: string, job: Job): Promise<number[]> {
  await define(url, "polls", pollTask(job.url, intervalMs / 1000));
  const started = performance.now();
  for (let run = 0; run < pendingPolls; run += 1) {
    await sleep(Math.max(0, started + (run * intervalMs) / pendingPolls - performance.now()));
    void start(url, "polls", { id: `late-${run}` });
  }
  await sleep(1.5 * intervalMs);
  const after = performance.now();
  await sleep(rounds * intervalMs);
  return [...job.asked.entries()].flatMap(([id, times]) =>
    id.startsWith("/late-")
      ? times.flatMap((time, index) => {
          const before = times[index - 1];
          return before === undefined || before < after ? [] : [time - before - intervalMs];
        })
      : [],
  );
}

async function memory({ url, pid }: Running, job: Job): Promise<number> {
  await define(url, "held", pollTask(job.url, 60));
  await startMany(url, "held", heldPolls);
  await until("held polls", heldPolls, async () => count(job, "/held-"));
  await sleep(1_000);
  return Number((await $({ quiet: true })`ps -o rss= -p ${pid}`).stdout) / 1024;
}

const count = ({ asked }: Job, prefix: string): number =>
  [...asked.keys()].filter((id) => id.startsWith(prefix)).length;

export function pollTask(jobUrl: string, pollingInterval: number): object {
  const terminationCondition = '$.output.response.body.status == "COMPLETED"';
  const uri = `${jobUrl}/\${workflow.input.id}`;
  const http_request = { uri, method: "GET", terminationCondition, pollingInterval };
  return { type: "HTTP_POLL", inputParameters: { http_request } };
}

export function define(url: string, name: string, task: object): Promise<string> {
  const unlimited = { version: 1, schemaVersion: 2, ownerEmail: "bench@example.com", timeoutSeconds: 0 };
  return post(`${url}/api/metadata/workflow`, {
    ...unlimited,
    name,
    tasks: [{ name, taskReferenceName: name, ...task }],
  });
}

export const start = (url: string, name: string, input: object): Promise<string> =>
  post(`${url}/api/workflow/${name}`, input);

async function startMany(url: string, name: string, runs: number): Promise<void> {
  let next = 0;
  const startSome = async () => {
    while (next < runs) {
      next += 1;
      await start(url, name, { id: `${name}-${next}` });
    }
  };
  await Promise.all(Array.from({ length: clients }, startSome));
}

async function allCompleted(url: string, runs: number): Promise<void> {
  const found = encodeURIComponent("status='COMPLETED'");
  const query = `${url}/api/workflow/search?size=1&query=${found}`;
  const completed = async () => ((await (await fetch(query)).json()) as { totalHits: number }).totalHits;
  await until("completed workflows", runs, completed);
}

/** Polls a count until it reaches a number, for a bounded time. */
export async function until(what: string, wanted: number, look: () => Promise<number>): Promise<void> {
  const start = performance.now();
  for (let seen = await look(); seen < wanted; seen = await look()) {
    if (performance.now() - start > waitMsMax)
      throw new Error(`${seen} of ${wanted} ${what} after ${waitMsMax / 1000} s`);
    await sleep(20);
  }
}

async function post(url: string, body: object): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text;
}

export interface Job {
  readonly url: string;
  /** The times at which each path was requested, in ms. */
  readonly asked: ReadonlyMap<string, readonly number[]>;
  close(): void;
}

/** The API that the tasks call; it never completes. */
export async function startJob(): Promise<Job> {
  const asked = new Map<string, number[]>();
  const server = http.createServer(({ url = "" }, response) => {
    const times = asked.get(url) ?? [];
    times.push(performance.now());
    asked.set(url, times);
    response.writeHead(200, { "content-type": "application/json" }).end('{"status":"PROCESSING"}');
  });
  server.listen(0, "127.0.0.1", 1_024);
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => server.close().closeAllConnections() };
}

export interface Running {
  readonly url: string;
  readonly pid: number;
}

/** An embedded engine as a process of its own, while it is used. */
export function withEngine<T>(use: (running: Running) => Promise<T>): Promise<T> {
  return withScratchFolder((folder) => withEngineIn(folder, use));
}

async function withEngineIn<T>(folder: string, use: (running: Running) => Promise<T>): Promise<T> {
  const program = fileURLToPath(new URL("../test/conformance/embedded-conductor/serve.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program, path.join(folder, "conductor.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    const line = once(createInterface({ input: child.stdout }), "line") as Promise<[string]>;
    const url = await Promise.race([line.then(([first]) => first), ended.then(() => undefined)]);
    if (url === undefined) throw new Error("The engine ended before it was ready.");
    return await use({ url, pid: child.pid ?? 0 });
  } finally {
    child.kill();
    await ended;
  }
}
