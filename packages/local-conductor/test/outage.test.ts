import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { waitUntil } from "@long-running-api/foundation/wait";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { placeSettings } from "../src/executor/bounds.ts";
import { type ServedConductor, serveConductor } from "../src/serve.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";

/** An API whose answers a test decides. */
let answer: http.RequestListener;
let api: http.Server;
let running = 0;
let runningMax = 0;
let clock: FakeClock;
let conductor: ServedConductor;

beforeAll(async () => {
  api = http.createServer((request, response) => {
    running += 1;
    runningMax = Math.max(runningMax, running);
    response.once("close", () => {
      running -= 1;
    });
    answer(request, response);
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  clock = fakeClock();
  conductor = await serveConductor({ minPollIntervalSeconds: 1, clock });
});
beforeEach(() => {
  runningMax = 0;
});
afterAll(async () => {
  await conductor.close();
  api.closeAllConnections();
  api.close();
});

interface Execution {
  status: string;
  tasks: {
    status: string;
    pollCount: number;
    reasonForIncompletion?: string;
    outputData: { polling?: { failuresInARow?: number } };
  }[];
}

async function start(type: string, fields: Record<string, unknown> = {}): Promise<string> {
  const { port } = api.address() as AddressInfo;
  const http_request = { uri: `http://127.0.0.1:${port}/`, method: "GET", ...fields };
  const tasks = [{ name: "t", taskReferenceName: "t", type, inputParameters: { http_request } }];
  const workflowDef = { name: "w", version: 1, tasks };
  const response = await fetch(`${conductor.url}/api/workflow`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "w", version: 1, workflowDef }),
  });
  return response.text();
}

async function executionOf(workflowId: string): Promise<Execution> {
  return (await (await fetch(`${conductor.url}/api/workflow/${workflowId}`)).json()) as Execution;
}

/** Reads an execution until it meets a condition, and advances the clock only then. */
async function until(workflowId: string, wanted: (execution: Execution) => boolean): Promise<Execution> {
  for (let look = 0; look < 2_000; look += 1) {
    const execution = await executionOf(workflowId);
    if (wanted(execution)) return execution;
  }
  throw new Error(`never: ${JSON.stringify(await executionOf(workflowId))}`);
}

const failed = (times: number) => (execution: Execution) =>
  execution.status !== "RUNNING" || execution.tasks[0]?.outputData.polling?.failuresInARow === times;

const poll = { terminationCondition: "$.output.response.body.done", pollingInterval: 5 };

it("an outage of 20 s is survived, and the output shows it", async () => {
  answer = (_, response) => response.writeHead(503).end();
  const workflowId = await start("HTTP_POLL", poll);
  for (let count = 1; count <= 4; count += 1) {
    await until(workflowId, failed(count));
    clock.advance(5_000);
  }
  answer = (_, response) => response.setHeader("content-type", "application/json").end('{"done":true}');
  const { status, tasks } = await until(workflowId, ({ status }) => status !== "RUNNING");
  expect(status).toBe("COMPLETED");
  expect(tasks[0]?.outputData.polling).toMatchObject({ failuresInARow: 0, lastFailures: expect.any(Array) });
});

it("an API that always fails ends the run within a minute or so, with the reasons", async () => {
  answer = (_, response) => response.writeHead(500).end("broken template");
  const workflowId = await start("HTTP_POLL", poll);
  for (let count = 1; (await until(workflowId, failed(count))).status === "RUNNING"; count += 1)
    clock.advance(5_000);
  const { tasks } = await executionOf(workflowId);
  expect(tasks[0]).toMatchObject({ status: "FAILED_WITH_TERMINAL_ERROR", pollCount: 13 });
  expect(tasks[0]?.reasonForIncompletion).toMatch(
    /500 Internal Server Error .*"broken template"\. The last 13 polls failed, within 6\d s, and maxPollFailureSeconds is 60\.$/,
  );
});

it("320 requests at once wait for a place, which is not their time", async () => {
  answer = (_, response) => void setTimeout(() => response.end("{}"), 200);
  const limits = { readTimeOut: 800, connectionTimeOut: 800 };
  const ids = await Promise.all(Array.from({ length: 320 }, () => start("HTTP", limits)));
  const statuses = new Set<string>();
  // One after the other: by the time of the last ones, nothing is left to wait for.
  for (const id of ids) {
    const ended = async () => {
      const { status } = await executionOf(id);
      return status === "RUNNING" ? undefined : status;
    };
    statuses.add((await waitUntil(ended, { secondsMax: 60, everyMs: 20 })) ?? "RUNNING");
  }
  expect(statuses).toEqual(new Set(["COMPLETED"]));
  expect(runningMax).toBeLessThanOrEqual(placeSettings.perHost);
});
