import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { waitUntil } from "@long-running-api/foundation/wait";
import { type ServedConductor, serveConductor } from "@long-running-api/local-conductor/serve";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShell, type Running, type Shell } from "../support/shell.ts";

/**
 * The embedded engine serves HTTP_POLL itself: the worker is given tasks of another name here. The real thing is in
 * test/conformance/oss.
 */
const type = "asked_until_done";

let conductor: ServedConductor;
let shell: Shell;
let env: NodeJS.ProcessEnv;
/** Answers COMPLETED, each after a while. */
let job: { url: string; underWay(): number; close(): void };

beforeAll(async () => {
  conductor = await serveConductor();
  shell = openShell();
  env = { CONDUCTOR_SERVER_URL: `${conductor.url}/api` };
  job = await openJob();
  const http_request = {
    uri: "${workflow.input.url}",
    method: "GET",
    terminationCondition: '$.output.response.body.status == "COMPLETED"',
  };
  const task = { name: type, taskReferenceName: "poll", type: "SIMPLE", inputParameters: { http_request } };
  await post("/metadata/workflow", { name: "asks", tasks: [task] });
});
afterAll(async () => {
  job.close();
  await shell.close();
  await conductor.close();
});

async function openJob(): Promise<typeof job> {
  let underWay = 0;
  const server = createServer((_, response) => {
    underWay += 1;
    setTimeout(() => {
      underWay -= 1;
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"COMPLETED"}');
    }, 400);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    underWay: () => underWay,
    close: () => server.close(),
  };
}

async function post(path: string, body: object): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${conductor.url}/api${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return await answer.text();
}

const start = (domain?: string) =>
  post("/workflow", {
    name: "asks",
    input: { url: job.url },
    taskToDomain: domain === undefined ? {} : { "*": domain },
  });

const statusOf = async (workflowId: string) =>
  ((await (await fetch(`${conductor.url}/api/workflow/${workflowId}`)).json()) as { status: string }).status;

const completed = (workflowId: string) =>
  waitUntil(async () => (await statusOf(workflowId)) === "COMPLETED" || undefined, {
    secondsMax: 20,
    everyMs: 20,
  });

async function startWorker(
  words: readonly string[],
): Promise<{ running: Running; ready: { metrics: string; types: string[] } }> {
  const running = shell.start(["worker", "--target", "oss", "--json", ...words], { env });
  await running.until(/^\{"server".*\}$/m);
  return { running, ready: JSON.parse(running.said().stdout) as { metrics: string; types: string[] } };
}

test("serves, logs, and on Ctrl-C finishes its tasks and takes no more", async () => {
  const words = ["--types", `HTTP_POLL,${type}`, "--concurrency", "1", "--batch", "1", "--log", "json"];
  const { running, ready } = await startWorker(words);
  expect(ready.types).toEqual(["HTTP_POLL", type]);
  const [first, second] = [await start(), await start()];
  await waitUntil(async () => job.underWay() === 1 || undefined, { secondsMax: 20, everyMs: 5 });

  const health = await fetch(ready.metrics.replace("/metrics", "/health"));
  expect(await health.json()).toMatchObject({ status: "UP", inFlight: 1 });
  const metrics = await (await fetch(ready.metrics)).text();
  expect(metrics).toMatch(/^http_poll_worker_concurrency 1$/m);
  expect(metrics).toMatch(/^http_poll_worker_polls_total\{outcome="tasks"\} 1$/m);

  running.child.kill("SIGINT");
  const { code, stdout, stderr } = await running.ended;
  expect(code).toBe(130);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const events = stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string; status?: string });
  expect(events.map(({ event }) => event)).toEqual([
    "serving",
    "stopping: takes no more tasks, finishes those in progress",
    "polled",
    "stopped",
  ]);
  const [one, other] = [await statusOf(first), await statusOf(second)];
  expect([one, other].sort(), "of two tasks one was taken").toEqual(["COMPLETED", "RUNNING"]);
});

test("takes the tasks of its domain only", async () => {
  const { running } = await startWorker(["--types", type, "--domain", "mine"]);
  const [others, mine] = [await start("yours"), await start("mine")];
  expect(await completed(mine)).toBe(true);
  expect(await statusOf(others)).toBe("RUNNING");
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);
});

test("--allow-host: no other host is called, and the log contains no secrets", async () => {
  const { running } = await startWorker(["--types", type, "--allow-host", "example.com,*.example.org"]);
  const workflowId = await post("/workflow", { name: "asks", input: { url: `${job.url}?token=hidden` } });
  const failed = async () => (await statusOf(workflowId)) === "FAILED" || undefined;
  expect(await waitUntil(failed, { secondsMax: 20, everyMs: 20 })).toBe(true);
  running.child.kill("SIGTERM");
  const { stderr } = await running.ended;
  expect(stderr).toContain("may not be called");
  expect(stderr).not.toContain("hidden");
});

test("--dry-run says what would be done, and does nothing", async () => {
  const poll = {
    uri: "http://127.0.0.1/",
    method: "GET",
    pollingInterval: "5",
    terminationCondition: "true",
  };
  const task = {
    name: "polled_by_nobody",
    taskReferenceName: "p",
    type: "HTTP_POLL",
    inputParameters: { http_request: poll },
  };
  await post("/metadata/workflow", { name: "has_a_poll", tasks: [task] });
  const { code, stdout } = await shell.run(["worker", "--target", "oss", "--dry-run", "--json"], { env });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    server: env["CONDUCTOR_SERVER_URL"],
    types: ["HTTP_POLL"],
    tasks: ["polled_by_nobody"],
    wouldRegister: ["polled_by_nobody"],
  });
  expect(await (await fetch(`${conductor.url}/api/metadata/taskdefs`)).json()).toEqual([]);
});

test("register FILE registers a workflow together with the task definition that requeues its polls", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "worker-register-"));
  const file = path.join(folder, "workflow.json");
  const inputParameters = { http_request: { uri: job.url, method: "GET", terminationCondition: "true" } };
  const task = { name: "registered_poll", taskReferenceName: "p", type: "HTTP_POLL", inputParameters };
  writeFileSync(file, JSON.stringify({ name: "registered", version: 1, timeoutSeconds: 0, tasks: [task] }));
  const { code, stdout } = await shell.run(["worker", "register", file, "--target", "oss"], { env });
  rmSync(folder, { recursive: true });
  expect(stdout).toBe("workflows         registered\ntask definitions  registered_poll\n");
  expect(code).toBe(0);
  const read = async (at: string) => (await fetch(`${conductor.url}/api/metadata${at}`)).json();
  expect(await read("/workflow/registered")).toMatchObject({ name: "registered" });
  expect(await read("/taskdefs")).toMatchObject([{ name: "registered_poll", responseTimeoutSeconds: 21 }]);
});

test.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
  ["no address", [], { CONDUCTOR_SERVER_URL: "" }, /needs the URL of a Conductor server/],
  [
    "an address that is not valid",
    [],
    { CONDUCTOR_SERVER_URL: "here" },
    /needs the URL of a Conductor server/,
  ],
  ["nobody there", [], { CONDUCTOR_SERVER_URL: "http://127.0.0.1:9/api" }, /No answer from Conductor at/],
  [
    "a server of Orkes",
    [],
    { CONDUCTOR_SERVER_URL: "https://developer.orkescloud.com/api" },
    /runs HTTP_POLL itself/,
  ],
  ["an unknown option", ["--speed", "9"], {}, /--concurrency/],
  ["an invalid number", ["--concurrency", "many"], {}, /--concurrency/],
  ["a number out of range", ["--metrics-port", "70000"], {}, /65535|65,535/],
  ["an unknown log format", ["--log", "xml"], {}, /text.*json/],
  ["an unknown target", ["--target", "mars"], {}, /local.*oss.*aws/],
])("%s: exit 2, with the valid values", async (_, words, more, says) => {
  const { code, stderr } = await shell.run(["worker", "--target", "oss", ...words], {
    env: { ...env, ...more },
  });
  expect(stderr).toMatch(says);
  expect(code).toBe(2);
});
