import type { Workflow } from "@long-running-api/conductor/client";
import { hasEnded } from "@long-running-api/page/run/record";
import { expect, test } from "vitest";
import type { JournalEntry } from "../journal.ts";
import { attemptsIn } from "./invocations.ts";
import { recordRun } from "./record-run.ts";
import { tableCallOf } from "./table-calls.ts";

const startedAt = Date.parse("2026-11-28T12:00:00.000Z");
const iso = (ms: number) => new Date(startedAt + ms).toISOString();
const uri = (path: string) => `http://127.0.0.1:4566/_aws/execute-api/abc/test${path}`;

let number = 0;
const entry = (ms: number, kind: string, details: object): JournalEntry => ({
  number: ++number,
  time: iso(ms),
  kind,
  ...details,
});

/** A request that API Gateway answered at `end`. */
function call(
  id: string,
  method: string,
  path: string,
  [start, end]: [number, number],
  over: { body?: string; invocation?: string; answer?: string } = {},
) {
  const { body = "", invocation, answer = "" } = over;
  return entry(end, "execute", {
    requestId: id,
    apiId: "abc",
    stage: "test",
    method,
    path,
    status: 200,
    ms: end - start,
    boxes: {
      methodRequest: { body },
      methodResponse: { body: answer },
      ...(invocation ? { invocation: { id: invocation } } : {}),
    },
  });
}

const line = (ms: number, message: string) => entry(ms + 150, "function", { at: startedAt + ms, message });
const dynamodb = (ms: number, operation: string, input: object, caller = "arn:aws:sts::0:assumed-role/r/f") =>
  entry(ms, "aws", { service: "dynamodb", operation, caller, status: 200, input: JSON.stringify(input) });

const poll = (status: string) => `{"statusCode":200,"body":{"status":"${status}"}}`;

const entries: JournalEntry[] = [
  call("other", "POST", "/invoke-lambda", [5, 12], { body: '{"requestId":"99"}', invocation: "i9" }),
  call("post", "POST", "/invoke-lambda", [10, 15], { body: '{"requestId":"12"}', invocation: "i0" }),
  line(14, "START RequestId: i0 Version: $LATEST"),
  dynamodb(24, "PutItem", { Item: { requestId: { S: "12" }, status: { S: "PROCESSING" } } }),
  dynamodb(25, "PutItem", { Item: { requestId: { S: "99" }, status: { S: "PROCESSING" } } }),
  line(30, "START RequestId: i1 Version: $LATEST"),
  dynamodb(40, "GetItem", { Key: { requestId: { S: "12" } } }),
  dynamodb(41, "GetItem", { Key: { requestId: { S: "12" } } }, "arn:aws:iam::0:user/learner"),
  line(45, "END RequestId: i1"),
  line(
    45,
    "REPORT RequestId: i1\tDuration: 7.09 ms\tBilled Duration: 8 ms\tMemory Size: 128 MB\tMax Memory Used: 73 MB\tInit Duration: 210.50 ms\t",
  ),
  call("get1", "GET", "/12", [28, 50], { invocation: "i1", answer: poll("PROCESSING") }),
  dynamodb(2_000, "UpdateItem", {
    Key: { requestId: { S: "12" } },
    ExpressionAttributeValues: { ":val": { S: "COMPLETED" } },
  }),
  line(2_005, "END RequestId: i0"),
  line(2_005, "REPORT RequestId: i0\tDuration: 1991.00 ms\tBilled Duration: 1991 ms\tMemory Size: 128 MB\t"),
  call("get2", "GET", "/12", [5_052, 5_060], { answer: poll("COMPLETED") }),
  call("late", "GET", "/12", [9_000, 9_010]),
];

const http = {
  taskType: "HTTP",
  taskId: "t1",
  status: "COMPLETED",
  scheduledTime: startedAt,
  endTime: startedAt + 20,
  inputData: { http_request: { uri: uri("/invoke-lambda"), method: "POST" } },
};
const polls = {
  taskType: "HTTP_POLL",
  taskId: "t2",
  status: "COMPLETED",
  scheduledTime: startedAt + 20,
  endTime: startedAt + 5_065,
  inputData: {
    http_request: { uri: uri("/12"), method: "GET", pollingInterval: "5", pollingStrategy: "FIXED" },
  },
};
const execution = {
  workflowId: "w",
  workflowName: "LongRunningAPIWorkflow",
  status: "COMPLETED",
  createTime: startedAt,
  endTime: startedAt + 5_066,
  input: { requestId: "12" },
  tasks: [http, polls],
} as unknown as Workflow;

test("a run gathers its own requests, invocations and table calls, and no others", () => {
  const run = recordRun({ execution, entries });
  expect(run).toMatchObject({ kind: "poll", complete: true, end: 5_066, pollSeconds: 5, requestId: "12" });
  expect(
    run.requests.map(({ id, start, end, poll: count, state }) => [id, start, end, count, state]),
  ).toEqual([
    ["post", 10, 15, undefined, undefined],
    ["get1", 28, 50, 1, "PROCESSING"],
    ["get2", 5_052, 5_060, 2, "COMPLETED"],
  ]);
  expect(run.invocations).toEqual([
    { id: "i0", requestId: "post", purpose: "work", start: 14, end: 2_005, billedMs: 1_991, memoryMb: 128 },
    {
      id: "i1",
      requestId: "get1",
      purpose: "status",
      start: 30,
      end: 45,
      billedMs: 8,
      memoryMb: 128,
      initMs: 210.5,
    },
  ]);
  expect(run.tableCalls).toEqual([
    { at: 24, purpose: "write", operation: "PutItem", value: "PROCESSING" },
    { at: 40, purpose: "read", operation: "GetItem" },
    { at: 2_000, purpose: "write", operation: "UpdateItem", value: "COMPLETED" },
  ]);
  expect(run.decisions).toEqual([10, 50, 5_060]);
  expect(run.waits).toEqual([{ start: 50, end: 5_052, seconds: 5 }]);
  expect(hasEnded(run)).toBe(true);
});

test("while it runs, the wait and the work have no end", () => {
  const open = { ...polls, status: "IN_PROGRESS", endTime: 0, callbackAfterSeconds: 5 };
  const running = { ...execution, status: "RUNNING", endTime: 0, tasks: [http, open] } as unknown as Workflow;
  const run = recordRun({ execution: running, entries: entries.slice(0, 11) });
  expect(run.end).toBeUndefined();
  expect(run.waits).toEqual([{ start: 50, seconds: 5 }]);
  expect(run.invocations[0]).toEqual({ id: "i0", requestId: "post", purpose: "work", start: 14 });
  expect(hasEnded(run)).toBe(false);
});

const syncTask = {
  ...http,
  status: "FAILED",
  startTime: startedAt + 2,
  endTime: startedAt + 3_006,
  reasonForIncompletion: "Failed to invoke HTTP task due to: java.lang.Exception: I/O error: Read timed out",
};
const sync = {
  ...execution,
  workflowName: "LongRunningAPIWorkflow_sync",
  status: "FAILED",
  endTime: startedAt + 3_010,
  tasks: [syncTask],
} as unknown as Workflow;

test("Conductor gave up, and API Gateway's connection outlives it; until it is recorded, the invocation shows", () => {
  const started = [entry(0, "aws", {}), line(20, "START RequestId: i5 Version: $LATEST")];
  const before = recordRun({ execution: sync, entries: started });
  expect(before).toMatchObject({ kind: "sync", reason: "Read timed out", end: 3_010 });
  expect(before.requests).toMatchObject([{ id: "t1", start: 2, gaveUp: 3_006 }]);
  expect(before.invocations).toMatchObject([{ id: "i5", start: 20, purpose: "work" }]);
  expect(hasEnded(before)).toBe(false);
  const answered = call("s", "POST", "/invoke-lambda", [5, 27_000], {
    body: '{"requestId":"12"}',
    invocation: "i5",
  });
  const after = recordRun({
    execution: sync,
    entries: [...started, line(26_990, "END RequestId: i5"), answered],
  });
  expect(after.requests).toMatchObject([{ id: "s", start: 5, end: 27_000, gaveUp: 3_006 }]);
  expect(hasEnded(after)).toBe(true);
});

test("an execution that was removed before its end was read has the journal's", () => {
  const removed = {
    ...sync,
    status: "RUNNING",
    endTime: 0,
    tasks: [{ ...syncTask, status: "IN_PROGRESS", endTime: 0 }],
  } as unknown as Workflow;
  const ending = entry(3_010, "workflow", {
    workflowId: "w",
    status: "FAILED",
    ms: 3_010,
    reason: "Read timed out",
  });
  expect(recordRun({ execution: removed, entries: [ending] })).toMatchObject({
    status: "FAILED",
    end: 3_010,
    reason: "Read timed out",
  });
});

test("without a journal, Conductor's own log shows the polls", () => {
  const logs = [
    {
      log: `poll 1: GET ${uri("/12")} → 200 in 22 ms, condition false, next in 5 s`,
      createdTime: startedAt + 50,
    },
    { log: "warning: something", createdTime: startedAt + 60 },
    { log: `poll 2: GET ${uri("/12")} → 200 in 8 ms, condition true, done`, createdTime: startedAt + 5_060 },
  ];
  const run = recordRun({
    execution: {
      ...execution,
      tasks: [{ ...http, startTime: startedAt + 10 }, polls],
    } as unknown as Workflow,
    logs,
  });
  expect(run.complete).toBe(false);
  expect(run.requests.map(({ purpose, start, end }) => [purpose, start, end])).toEqual([
    ["invoke", 10, 20],
    ["poll", 28, 50],
    ["poll", 5_052, 5_060],
  ]);
  expect(run.invocations).toEqual([]);
});

test("the other ways to wait", () => {
  const backing = {
    ...polls,
    inputData: { http_request: { ...polls.inputData.http_request, pollingStrategy: "EXPONENTIAL_BACKOFF" } },
  };
  expect(
    recordRun({ execution: { ...execution, tasks: [http, backing] } as unknown as Workflow, entries }).kind,
  ).toBe("backoff");
  const waiting = {
    ...http,
    inputData: { ...http.inputData, asyncComplete: true },
    endTime: startedAt + 4_000,
  };
  const run = recordRun({ execution: { ...execution, tasks: [waiting] } as unknown as Workflow, entries });
  expect(run.kind).toBe("callback");
  expect(run.requests.map(({ to, start }) => [to, start])).toEqual([
    ["api", 10],
    ["conductor", 4_000],
  ]);
  expect(run.waits).toEqual([{ start: 15, end: 4_000 }]);
});

test("an event that is delivered again is another attempt; JSON logs are read as well", () => {
  const json = (type: string, record: object) =>
    JSON.stringify({ time: iso(0), type, record: { requestId: "j", ...record } });
  const attempts = attemptsIn([
    line(0, "START RequestId: a Version: 1"),
    line(5, "END RequestId: a"),
    line(
      5,
      "REPORT RequestId: a\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 256 MB\tStatus: error",
    ),
    line(60_000, "START RequestId: a Version: 1"),
    line(0, json("platform.start", {})),
    line(
      9,
      json("platform.report", {
        status: "success",
        metrics: { durationMs: 8.1, billedDurationMs: 9, memorySizeMB: 128 },
      }),
    ),
    line(10, '{"level":"INFO","message":"mine"}'),
  ]);
  expect(attempts.get("a")).toEqual([
    { id: "a", start: startedAt, end: startedAt + 5, billedMs: 5, memoryMb: 256, failed: true },
    { id: "a", start: startedAt + 60_000 },
  ]);
  expect(attempts.get("j")).toEqual([
    { id: "j", start: startedAt, end: startedAt + 9, billedMs: 9, memoryMb: 128 },
  ]);
});

test("a hostile requestId is found like any other; a denied call does not count", () => {
  const id = '<img onerror="x">';
  expect(tableCallOf(dynamodb(0, "PutItem", { Item: { requestId: { S: id } } }), id)?.operation).toBe(
    "PutItem",
  );
  expect(
    tableCallOf({ ...dynamodb(0, "PutItem", { Item: { requestId: { S: id } } }), status: 400 }, id),
  ).toBeUndefined();
});
