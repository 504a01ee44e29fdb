import type { RunRecord, RunRequest } from "./record.ts";

const polls: readonly (readonly [start: number, ms: number])[] = [
  [24, 318],
  [5_353, 9],
  [10_374, 9],
  [15_397, 23],
  [20_435, 12],
  [25_459, 8],
  [30_481, 15],
];

const invoke: RunRequest = {
  id: "post",
  to: "api",
  purpose: "invoke",
  method: "POST",
  path: "/invoke-lambda",
  status: 202,
  start: 10,
  end: 15,
};

/** A run of the tutorial with a poll every 5 s, as it was recorded. */
export const pollRun: RunRecord = {
  id: "w-poll",
  kind: "poll",
  workflow: "LongRunningAPIWorkflow",
  requestId: "12345",
  startedAt: 1_795_000_000_000,
  status: "COMPLETED",
  end: 30_503,
  pollSeconds: 5,
  strategy: "FIXED",
  decisions: [10, ...polls.map(([start, ms]) => start + ms)],
  waits: polls.slice(1).map(([start], index) => {
    const [before = 0, ms = 0] = polls[index] ?? [];
    return { start: before + ms, end: start, seconds: 5 };
  }),
  requests: [
    invoke,
    ...polls.map(
      ([start, ms], index): RunRequest => ({
        id: `get-${index + 1}`,
        to: "api",
        purpose: "poll",
        poll: index + 1,
        method: "GET",
        path: "/12345",
        status: 200,
        start,
        end: start + ms,
        state: index < polls.length - 1 ? "PROCESSING" : "COMPLETED",
      }),
    ),
  ],
  invocations: [
    { id: "i0", requestId: "post", purpose: "work", start: 12, end: 27_071, billedMs: 27_060, memoryMb: 128 },
    ...polls.map(([start, ms], index) => ({
      id: `i${index + 1}`,
      requestId: `get-${index + 1}`,
      purpose: "status" as const,
      start,
      end: start + ms,
      billedMs: 8,
      memoryMb: 128,
    })),
  ],
  tableCalls: [
    { at: 24, purpose: "write", operation: "PutItem", value: "PROCESSING" },
    { at: 27_068, purpose: "write", operation: "UpdateItem", value: "COMPLETED" },
    ...polls.map(([start, ms]) => ({ at: start + ms - 3, purpose: "read" as const, operation: "GetItem" })),
  ],
  complete: true,
};

/** The problem that the tutorial begins with: Conductor gives up after 3 s, and the function works on. */
export const syncRun: RunRecord = {
  id: "w-sync",
  kind: "sync",
  workflow: "LongRunningAPIWorkflow_sync",
  requestId: "12344",
  startedAt: 1_795_000_000_000,
  status: "FAILED",
  end: 3_006,
  reason: "Read timed out",
  decisions: [],
  waits: [],
  requests: [{ ...invoke, id: "sync", status: 200, start: 0, end: 27_068, gaveUp: 3_006 }],
  invocations: [
    { id: "i", requestId: "sync", purpose: "work", start: 3, end: 27_068, billedMs: 27_068, memoryMb: 128 },
  ],
  tableCalls: [
    { at: 9, purpose: "write", operation: "PutItem", value: "PROCESSING" },
    { at: 27_066, purpose: "write", operation: "UpdateItem", value: "COMPLETED" },
  ],
  complete: true,
};
