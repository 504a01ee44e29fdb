import { expect, test } from "vitest";
import { figuresOf } from "./figures.ts";
import { pollRun, syncRun } from "./run-bench.ts";

test("a synchronous run holds a connection as long as the function works, although Conductor has left", () => {
  const { heldMs, requests, costPerMillion } = figuresOf(syncRun, 30_000);
  expect(heldMs).toBe(27_068);
  expect(requests).toBe(1);
  // 3.5 + 0.2 + 27.068 s × 0.125 GB × 16.6667 + 2 × 0.625
  expect(costPerMillion).toBeCloseTo(61.34, 1);
});

test("while the request is open, API Gateway's connection grows with the time", () => {
  const { end: _, ...open } = syncRun.requests[0] ?? {};
  const run = { ...syncRun, requests: [open as (typeof syncRun.requests)[number]] };
  expect(figuresOf(run, 10_000).heldMs).toBe(10_000);
  // Without a journal, what happened after Conductor disconnected is unknown.
  expect(figuresOf({ ...run, complete: false }, 10_000).heldMs).toBe(3_006);
});

test("a polling run holds one for the time of its requests only", () => {
  const { heldMs, requests, costPerMillion } = figuresOf(pollRun, 31_000);
  expect(heldMs).toBe(5 + 318 + 9 + 9 + 23 + 12 + 8 + 15);
  expect(requests).toBe(8);
  expect(costPerMillion).toBeCloseTo(88.1, 0);
});

test("without the function's billed time there is no cost", () => {
  expect(figuresOf({ ...pollRun, invocations: [], complete: false }, 0).costPerMillion).toBeUndefined();
});
