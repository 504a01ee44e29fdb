import { expect, test } from "vitest";
import { pollRun, syncRun } from "./run-bench.ts";
import { lanesOf } from "./strokes.ts";

test("a polling run: Conductor works at each response; in between only the task's record exists", () => {
  const { conductor, connection, gateway, work, status, writes, reads } = lanesOf(pollRun, 40_000);
  expect(conductor.filter(({ shape }) => shape === "work")).toHaveLength(8);
  expect(conductor.filter(({ shape }) => shape === "row")).toHaveLength(6);
  expect(conductor.at(-1)).toEqual({ shape: "done", at: 30_503 });
  expect(connection).toEqual(gateway);
  expect(connection).toContainEqual({ shape: "held", from: 24, to: 342 });
  expect(work).toEqual([{ shape: "work", from: 12, to: 27_071 }]);
  expect(status).toHaveLength(7);
  expect(reads).toHaveLength(7);
  expect(writes.filter(({ shape }) => shape === "state")).toEqual([
    { shape: "state", at: 24, text: "PROCESSING", side: "after" },
    { shape: "state", at: 27_068, text: "COMPLETED", side: "before" },
  ]);
});

test("a synchronous run: Conductor holds its connection until it gives up, API Gateway until the function answers", () => {
  const { conductor, connection } = lanesOf(syncRun, 40_000);
  expect(conductor).toEqual([
    { shape: "held", from: 0, to: 3_006 },
    { shape: "gaveUp", at: 3_006, reason: "Read timed out" },
  ]);
  expect(connection).toEqual([{ shape: "held", from: 0, to: 27_068 }]);
});

test("strokes without an end reach until now", () => {
  const { end: _, ...open } = pollRun;
  const live = {
    ...open,
    waits: [{ start: 15_420, seconds: 5 }],
    invocations: [{ ...pollRun.invocations[0], end: undefined }],
  };
  const lanes = lanesOf(live as never, 17_300);
  expect(lanes.conductor).toContainEqual({ shape: "row", from: 15_420, to: 17_300, seconds: 5 });
  expect(lanes.work).toEqual([{ shape: "work", from: 12, to: 17_300 }]);
  expect(lanes.conductor.some(({ shape }) => shape === "done")).toBe(false);
});

test("a callback is one request to Conductor, which API Gateway never sees", () => {
  const callback = {
    ...(pollRun.requests[0] as (typeof pollRun.requests)[number]),
    to: "conductor",
    purpose: "callback",
    start: 27_400,
    end: 27_452,
  } as const;
  const run = {
    ...pollRun,
    kind: "callback",
    requests: [...pollRun.requests.slice(0, 1), callback],
  } as const;
  const lanes = lanesOf(run, 40_000);
  expect(lanes.connection).toHaveLength(2);
  expect(lanes.gateway).toHaveLength(1);
  expect(lanes.callback).toBe(27_400);
});
