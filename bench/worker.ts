import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { startWorkerProcess } from "../test/conformance/oss/worker.ts";
import { openShell } from "../test/support/shell.ts";
import { define, start, until } from "./engine.ts";
import { median, quantile } from "./measure.ts";

const runs = 200;
const looksUntilDone = 4;
const intervalSeconds = 5;

/**
 * The worker's overhead: from the server's delivery of a poll to the worker's request, and from the response to the
 * update that it sends. Measured by a proxy between the worker and both; lateness of the server does not count.
 */
export async function workerAdds(url: string): Promise<{ polls: number; p50Ms: number; p99Ms: number }> {
  const times = new Map<string, Times[]>();
  const job = await openJob(times);
  const between = await openBetween(url, times);
  const shell = openShell();
  try {
    await define(url, "worked", {
      type: "HTTP_POLL",
      inputParameters: {
        http_request: {
          uri: `${job.url}/\${workflow.workflowId}`,
          method: "GET",
          pollingInterval: intervalSeconds,
          terminationCondition: '$.output.response.body.status == "COMPLETED"',
        },
      },
    });
    const worker = await startWorkerProcess(shell, `${between.url}/api`);
    // The starts are spread over the interval, as in operation, so that the server is not the bottleneck.
    const begun = performance.now();
    for (let run = 0; run < runs; run += 1) {
      await sleep(Math.max(0, begun + (run * intervalSeconds * 1_000) / runs - performance.now()));
      void start(url, "worked", {});
    }
    const polls = runs * looksUntilDone;
    const updated = () => [...times.values()].flat().filter((time) => time.updated !== undefined);
    await until("polls", polls, async () => updated().length);
    await worker.stop();
    const added = updated().map(
      ({ delivered, asked = 0, answered = 0, updated: back = 0 }) => asked - delivered + (back - answered),
    );
    return { polls: added.length, p50Ms: median(added), p99Ms: quantile(added, 0.99) };
  } finally {
    await shell.close();
    between.close();
    job.close();
  }
}

/** The moments of one poll. */
interface Times {
  delivered: number;
  asked?: number;
  answered?: number;
  updated?: number;
}

async function openJob(times: Map<string, Times[]>): Promise<{ url: string; close(): void }> {
  return await listen((request, response) => {
    const polls = times.get(request.url?.slice(1) ?? "") ?? [];
    const last = polls.at(-1);
    if (last) last.asked = performance.now();
    const status = polls.length >= looksUntilDone ? "COMPLETED" : "PROCESSING";
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ status }));
    if (last) last.answered = performance.now();
  });
}

async function openBetween(
  target: string,
  times: Map<string, Times[]>,
): Promise<{ url: string; close(): void }> {
  const agent = new http.Agent({ keepAlive: true });
  return await listen((request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const arrived = performance.now();
    const outgoing = http.request(new URL(url, target), { method, headers, agent }, async (answer) => {
      const body = await whole(answer);
      if (url.includes("/tasks/poll/"))
        for (const { workflowInstanceId } of readTasks(body))
          times.set(workflowInstanceId, [
            ...(times.get(workflowInstanceId) ?? []),
            { delivered: performance.now() },
          ]);
      response.writeHead(answer.statusCode ?? 500, answer.headers).end(body);
    });
    void whole(request).then((body) => {
      if (method === "POST" && url === "/api/tasks") {
        const { workflowInstanceId } = JSON.parse(body.toString()) as { workflowInstanceId: string };
        const last = times.get(workflowInstanceId)?.at(-1);
        if (last) last.updated = arrived;
      }
      outgoing.end(body);
    });
  });
}

function readTasks(body: Buffer): { workflowInstanceId: string }[] {
  return body.length === 0 ? [] : (JSON.parse(body.toString()) as { workflowInstanceId: string }[]);
}

async function listen(answer: http.RequestListener): Promise<{ url: string; close(): void }> {
  const server = http.createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close().closeAllConnections() };
}

async function whole(message: http.IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
