import { waitUntil } from "@long-running-api/foundation/wait";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { openShell, type Shell } from "../../support/shell.ts";
import { openFaultyProxy } from "./faulty-proxy.ts";
import { ossHere } from "./here.ts";
import { type Job, openJob } from "./job.ts";
import { type OwnServer, startOwnServer } from "./own-server.ts";
import { allAnsweredOnce, impatient, pollingWorkflow, startRuns } from "./polled-runs.ts";
import { startWorkerProcess, type WorkerProcess } from "./worker.ts";

const here = await ossHere();

let shell: Shell;
let server: OwnServer;
let job: Job;

beforeAll(async () => {
  if (here.why !== undefined) return;
  shell = openShell();
  job = await openJob({ looksUntilDone: 3, answerMs: 150 });
  server = await startOwnServer(shell);
  await server.rest.registerTasks([impatient]);
  await server.rest.register(pollingWorkflow("impatient", impatient.name, job.url));
  await server.rest.register(pollingWorkflow("as_it_comes", "poll_without_a_definition", job.url));
}, 600_000);
afterAll(async () => {
  await job?.close();
  await shell?.close();
});

/** They end with their test. */
async function startWorkers(
  { onTestFinished }: TestContext,
  count: number,
  api = server.rest.api,
  words: readonly string[] = [],
): Promise<WorkerProcess[]> {
  const workers = await Promise.all(
    Array.from({ length: count }, () => startWorkerProcess(shell, api, words)),
  );
  onTestFinished(async () => {
    for (const worker of workers) await worker.kill();
  });
  return workers;
}

/** Until the polls have begun, and are in the middle of it. */
async function inTheMiddle(ids: readonly string[]): Promise<void> {
  const look = async () =>
    (job.underWay() > 0 && ids.filter((id) => job.looks.has(`/${id}`)).length > ids.length / 4) || undefined;
  expect(await waitUntil(look, { secondsMax: 60, everyMs: 5 })).toBe(true);
}

const runs = 30;
/** Its queues check once a minute for unreturned tasks: an abandoned poll may take two minutes to be requeued. */
const secondsMax = 300;
const timeout = 400_000;

// Both wait a long time for what was abandoned, and can do that together.
test.concurrent("a worker that is killed in the middle of polls loses none: another takes over", {
  timeout,
}, async (context) => {
  if (here.why !== undefined) return context.skip(here.why);
  const [first] = await startWorkers(context, 2);
  // Registered just now: its runs begin without a task definition, and only the worker's sweep brings them back.
  await server.rest.register(pollingWorkflow("just_registered", "poll_just_registered", job.url));
  const ids = [
    ...(await startRuns(server.rest, "impatient", runs)),
    ...(await startRuns(server.rest, "as_it_comes", 3)),
    ...(await startRuns(server.rest, "just_registered", 10)),
  ];
  await inTheMiddle(ids);
  await first?.kill();
  await allAnsweredOnce(server.rest, ids, { secondsMax });
  // The definition that it registered requeued the abandoned polls of the other workflow.
  const [definition] = (
    await server.rest.get<{ name: string; description?: string }[]>("/metadata/taskdefs")
  ).filter(({ name }) => name === "poll_without_a_definition");
  expect(definition?.description).toContain("[http-poll-worker]");
});

test.concurrent("a way to the server that cuts, delays and garbles: every run is answered, and once", {
  timeout,
}, async (context) => {
  if (here.why !== undefined) return context.skip(here.why);
  const seed = 20_261_122;
  const proxy = await openFaultyProxy(server.rest.api, { seed, oneIn: 12 });
  try {
    // In a domain of their own, so that no other worker takes what was given to this one and got lost.
    await startWorkers(context, 1, `${proxy.url}/api`, ["--domain", "faulty"]);
    const ids = await startRuns(server.rest, "impatient", runs, "faulty");
    await allAnsweredOnce(server.rest, ids, { secondsMax });
    expect(proxy.counts.size, "kinds of faults").toBe(6);
  } finally {
    await proxy.close();
  }
});

test("a killed server continues where it was, with the same worker", { timeout }, async (context) => {
  if (here.why !== undefined) return context.skip(here.why);
  await startWorkers(context, 1);
  const ids = await startRuns(server.rest, "as_it_comes", runs);
  await inTheMiddle(ids);
  await server.kill();
  await server.restart();
  await allAnsweredOnce(server.rest, ids, { secondsMax, serverKilled: true });
});

test("both killed at once: both continue", { timeout }, async (context) => {
  if (here.why !== undefined) return context.skip(here.why);
  const [worker] = await startWorkers(context, 1);
  const ids = await startRuns(server.rest, "as_it_comes", runs);
  await inTheMiddle(ids);
  await Promise.all([server.kill(), worker?.kill()]);
  await server.restart();
  await startWorkers(context, 1);
  await allAnsweredOnce(server.rest, ids, { secondsMax, serverKilled: true });
});

test("`local conductor-oss stop` ends the server, and in order", { timeout }, async ({ skip }) => {
  if (here.why !== undefined) return skip(here.why);
  expect(await server.stop()).toBe(0);
  await expect(fetch(server.rest.api)).rejects.toThrow();
  const { stdout } = await shell.run(["local", "conductor-oss", "status", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ running: false });
});
