import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InvokeCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createManualClock } from "../src/lambda/runtime-bench.ts";
import { type LambdaBench, openLambda } from "./lambda-bench.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 }); // functions start slowly on a busy machine

let bench: LambdaBench;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "invoke-"));
  bench = await openLambda();
});
afterAll(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A function that waits for the file that the event names, if any, and then prints the event's number. */
const waits = {
  "index.js": `const { existsSync } = require("node:fs");
exports.handler = async ({ file, n }) => {
  while (file && !existsSync(file)) await new Promise((r) => setTimeout(r, 10));
  console.log("ran", n);
}`,
};
/** The numbers printed, in order, of those asked for. */
const ran = (numbers: readonly number[]) =>
  bench.log
    .flatMap(({ events }) => events)
    .map(({ message }) => Number(/\tran (\d+)/.exec(message)?.[1]))
    .filter((n) => numbers.includes(n));

const invoke = (FunctionName: string, over: Partial<ConstructorParameters<typeof InvokeCommand>[0]> = {}) =>
  bench.client.send(new InvokeCommand({ FunctionName, ...over }));

it("returns four bytes for a handler without a result (execute-062)", async () => {
  const name = await bench.make({ "index.js": "exports.handler = async () => {}" });
  const { StatusCode, Payload, ExecutedVersion, FunctionError } = await invoke(name);
  expect([StatusCode, Payload?.transformToString(), ExecutedVersion, FunctionError]).toEqual([
    200,
    "null",
    "$LATEST",
    undefined,
  ]);
});

it("returns 202 and zero bytes at once for an Event (execute-060), 204 for DryRun", async () => {
  const name = await bench.make(waits);
  const file = path.join(folder, "event");
  const Payload = JSON.stringify({ n: 17, file });
  const event = await invoke(name, { InvocationType: "Event", Payload });
  expect([event.StatusCode, event.Payload?.length ?? 0]).toEqual([202, 0]);
  await expect.poll(() => bench.lambda.busy()).toBe(true);
  expect(ran([17])).toEqual([]);
  writeFileSync(file, "");
  await expect.poll(() => ran([17]), { timeout: 10_000 }).toEqual([17]);
  const dry = await invoke(name, { InvocationType: "DryRun" });
  expect([dry.StatusCode, dry.Payload?.length ?? 0]).toEqual([204, 0]);
});

it("returns a function error with FunctionError, and its log on request", async () => {
  const name = await bench.make({
    "index.js": "exports.handler = async () => { console.log('before'); throw new Error('no') }",
  });
  const { StatusCode, FunctionError, LogResult, Payload } = await invoke(name, { LogType: "Tail" });
  expect([StatusCode, FunctionError]).toEqual([200, "Unhandled"]);
  expect(JSON.parse(Payload?.transformToString() ?? "")).toMatchObject({
    errorType: "Error",
    errorMessage: "no",
  });
  expect(Buffer.from(LogResult ?? "", "base64").toString()).toMatch(
    /^START .*\tINFO\tbefore\n.*END .*REPORT /s,
  );
  expect((await invoke(name)).LogResult).toBeUndefined();
});

it("passes on the client context", async () => {
  const name = await bench.make({
    "index.js": "exports.handler = async (event, context) => context.clientContext",
  });
  const ClientContext = Buffer.from('{"custom":{"foo":"bar"}}').toString("base64");
  const { Payload } = await invoke(name, { ClientContext });
  expect(JSON.parse(Payload?.transformToString() ?? "")).toEqual({ custom: { foo: "bar" } });
});

it("rejects invalid requests as AWS does", async () => {
  const name = await bench.make({ "index.js": "exports.handler = async () => 1" });
  const big = `"${"x".repeat(1_048_576)}"`;
  expect(await refusalOf(invoke("none"))).toEqual({
    name: "ResourceNotFoundException",
    message: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:none:$LATEST",
    status: 404,
  });
  expect(await refusalOf(invoke(name, { Payload: "{oops" }))).toMatchObject({
    name: "InvalidRequestContentException",
    status: 400,
    message: expect.stringMatching(
      /^Could not parse request body into json: Could not parse payload into json: /,
    ),
  });
  expect(await refusalOf(invoke(name, { Payload: Buffer.from([34, 255, 34]) }))).toMatchObject({
    status: 400,
  });
  expect(await refusalOf(invoke(name, { Payload: big, InvocationType: "Event" }))).toEqual({
    name: "RequestTooLargeException",
    message: "Request must be smaller than 1048576 bytes for the InvokeFunction operation",
    status: 413,
  });
  expect((await invoke(name, { Payload: big })).StatusCode).toBe(200);
  expect(await refusalOf(invoke(name, { Payload: `"${"x".repeat(6_291_455)}"` }))).toMatchObject({
    status: 413,
  });
});

it("throttles, and runs queued events as soon as concurrency is free", async () => {
  const name = await bench.make(waits);
  const file = path.join(folder, "throttled");
  await bench.client.send(
    new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 1 }),
  );
  const first = invoke(name, { Payload: JSON.stringify({ n: 0, file }) });
  await expect.poll(() => bench.lambda.busy()).toBe(true);
  expect(await refusalOf(invoke(name))).toEqual({
    name: "TooManyRequestsException",
    message: "Rate Exceeded.",
    status: 429,
  });
  for (const n of [1, 2]) await invoke(name, { InvocationType: "Event", Payload: `{"n":${n}}` });
  writeFileSync(file, "");
  await first;
  await expect.poll(() => ran([0, 1, 2]), { timeout: 15_000 }).toEqual([0, 1, 2]);
});

it("retries an Event after one and two minutes with the same request id, then discards it", async () => {
  const clock = createManualClock();
  const patient = await openLambda({ clock });
  try {
    const make = patient.make({ "index.js": "exports.handler = async () => { throw new Error('again') }" });
    await tick(clock, make);
    const name = await make;
    const { $metadata } = await patient.client.send(
      new InvokeCommand({ FunctionName: name, InvocationType: "Event" }),
    );
    const tries = () =>
      patient.log.flatMap(({ events }) => events).filter(({ message }) => message.startsWith("START"));
    const ends = () =>
      patient.services.journal.since(0).filter((entry) => entry["triedAgainInSeconds"] ?? entry["gaveUp"])
        .length;
    const settled = async (count: number) => {
      await expect.poll(() => tries().length, { timeout: 10_000 }).toBe(count);
      await expect.poll(ends, { timeout: 10_000 }).toBe(count);
    };
    await settled(1);
    clock.advance(59_000);
    expect(tries()).toHaveLength(1);
    clock.advance(1_500);
    await settled(2);
    clock.advance(119_000);
    expect(tries()).toHaveLength(2);
    clock.advance(1_500);
    await settled(3);
    clock.advance(3_600_000);
    expect(tries()).toHaveLength(3);
    expect(patient.lambda.busy()).toBe(false);
    expect(new Set(tries().map(({ message }) => message.split(" ")[2]))).toEqual(
      new Set([$metadata.requestId]),
    );
    expect(patient.services.journal.since(0)).toContainEqual(
      expect.objectContaining({ kind: "function", gaveUp: "RetriesExhausted", tries: 3 }),
    );
  } finally {
    await patient.close();
  }
});

/** Lets short waits of a manual clock pass while something is under way. */
async function tick(clock: { advance(ms: number): void }, work: Promise<unknown>): Promise<void> {
  let done = false;
  const end = () => {
    done = true;
  };
  work.then(end, end);
  while (!done) {
    clock.advance(20);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
