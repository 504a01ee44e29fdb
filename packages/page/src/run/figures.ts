import { prices } from "./prices.ts";
import type { RunRecord, RunRequest } from "./record.ts";

/** The resources that a run used. */
export interface Figures {
  /** Milliseconds for which a connection was held open, summed over requests. */
  readonly heldMs: number;
  /** All requests of this run: those to API Gateway, and the callback to Conductor. */
  readonly requests: number;
  /** USD for a million such runs; undefined without the function's billed time. */
  readonly costPerMillion: number | undefined;
}

/** The figures of a run, up to `now` (ms since its start) while it is running. */
export function figuresOf(run: RunRecord, now: number): Figures {
  return {
    heldMs: sum(run.requests.map((request) => Math.max(0, closedAt(request, run, now) - request.start))),
    requests: run.requests.length,
    costPerMillion: costOf(run),
  };
}

/**
 * When a request's last hop closed: API Gateway holds its connection to the function after Conductor has left. Where only
 * Conductor's record is known, that is when Conductor left.
 */
export function closedAt({ end, gaveUp }: RunRequest, { complete }: RunRecord, now: number): number {
  return end ?? (complete ? now : (gaveUp ?? now));
}

/** Conductor itself is not included. */
function costOf({ requests, invocations, tableCalls, complete }: RunRecord): number | undefined {
  if (!complete || invocations.length === 0) return undefined;
  const gbSeconds = sum(
    invocations.map(({ billedMs = 0, memoryMb = 128 }) => (billedMs / 1_000) * (memoryMb / 1_024)),
  );
  return (
    requests.filter(({ to }) => to === "api").length * prices.apiRequest +
    invocations.length * prices.lambdaRequest +
    gbSeconds * prices.gbSecond +
    tableCalls.filter(({ purpose }) => purpose === "write").length * prices.tableWrite +
    tableCalls.filter(({ purpose }) => purpose === "read").length * prices.tableRead
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
