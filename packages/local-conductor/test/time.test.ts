import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";

let job: http.Server;
let asked = 0;
let clock: FakeClock;
let conductor: ServedConductor;

beforeAll(async () => {
  job = http.createServer((_, response) => {
    asked++;
    response.setHeader("content-type", "application/json");
    response.end('{"status":"PROCESSING"}');
  });
  job.listen(0, "127.0.0.1");
  await once(job, "listening");
  clock = fakeClock();
  conductor = await serveConductor({ minPollIntervalSeconds: 1, clock });
});
afterAll(async () => {
  await conductor.close();
  job.close();
});

it("polls at its interval, and after an hour's sleep each overdue poll once, not 720 times", async () => {
  const { port } = job.address() as AddressInfo;
  const terminationCondition = '$.output.response.body.status == "COMPLETED"';
  const http_request = {
    uri: `http://127.0.0.1:${port}/`,
    method: "GET",
    terminationCondition,
    pollingInterval: 5,
  };
  const poll = { name: "p", taskReferenceName: "p", type: "HTTP_POLL", inputParameters: { http_request } };
  await post("/api/metadata/workflow", { name: "sleeper", tasks: [poll] });
  for (let run = 0; run < 5; run++) await post("/api/workflow/sleeper", {});
  await polls(5);
  clock.advance(4_999);
  await quiet();
  expect(asked).toBe(5);
  clock.advance(1);
  await polls(10);
  clock.jump(3_600_000);
  await polls(15);
  clock.advance(5_000);
  await polls(20);
});

/** Waits until the job was asked n times, and what it answered is written down. */
async function polls(n: number): Promise<void> {
  for (let look = 0; asked < n && look < 4_000; look++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await quiet();
  expect(asked).toBe(n);
}

/** Long enough for current work to end; nothing new begins, since the clock is stopped. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
}

async function post(path: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(conductor.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}
