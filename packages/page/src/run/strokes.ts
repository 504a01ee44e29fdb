import { closedAt } from "./figures.ts";
import type { RunRecord, Stretch } from "./record.ts";

/** One thing that is drawn in a lane; times in ms since the run's start. */
export type Shape =
  | { readonly shape: "work" | "held"; readonly from: number; readonly to: number }
  | { readonly shape: "row"; readonly from: number; readonly to: number; readonly seconds?: number }
  /** The row's value, after the write that set it; the last one is drawn before it. */
  | { readonly shape: "state"; readonly at: number; readonly text: string; readonly side: "after" | "before" }
  | { readonly shape: "gaveUp"; readonly at: number; readonly reason: string }
  | { readonly shape: "failed" | "done"; readonly at: number };

/** The lanes of a run. Lambda and DynamoDB have two: work and writes above, status calls and reads below. */
export interface Lanes {
  readonly conductor: readonly Shape[];
  readonly connection: readonly Shape[];
  readonly gateway: readonly Shape[];
  readonly work: readonly Shape[];
  readonly status: readonly Shape[];
  readonly writes: readonly Shape[];
  readonly reads: readonly Shape[];
  /** When the function reported to Conductor: an arrow between their lanes. */
  readonly callback?: number;
}

/** What is drawn of a run, up to `now` while it is running. */
export function lanesOf(run: RunRecord, now: number): Lanes {
  const { requests, invocations, tableCalls } = run;
  const held = requests.map(
    (request): Shape => ({ shape: "held", from: request.start, to: closedAt(request, run, now) }),
  );
  const callback = requests.find(
    ({ purpose, status }) => purpose === "callback" && (status ?? 200) < 400,
  )?.start;
  return {
    conductor: conductorLane(run, now),
    connection: held,
    gateway: requests.flatMap(({ to }, index) => (to === "api" && held[index] ? [held[index]] : [])),
    work: works(
      invocations.filter(({ purpose }) => purpose === "work"),
      now,
    ),
    status: works(
      invocations.filter(({ purpose }) => purpose === "status"),
      now,
    ),
    writes: writesLane(tableCalls),
    reads: momentsOf(tableCalls.filter(({ purpose }) => purpose === "read").map(({ at }) => at)),
    ...(callback === undefined ? {} : { callback }),
  };
}

function conductorLane(run: RunRecord, now: number): Shape[] {
  const { kind, decisions, waits, requests, status, end, reason = "" } = run;
  const gaveUp = requests.find((request) => request.gaveUp !== undefined)?.gaveUp;
  const waiting =
    kind === "sync"
      ? requests.map(
          ({ start, end: answered }): Shape => ({
            shape: "held",
            from: start,
            to: gaveUp ?? answered ?? now,
          }),
        )
      : [];
  const rows = waits.map(
    ({ start, end: over = now, seconds }): Shape => ({
      shape: "row",
      from: start,
      to: over,
      ...(seconds === undefined ? {} : { seconds }),
    }),
  );
  const ending: Shape[] = [];
  if (gaveUp !== undefined) ending.push({ shape: "gaveUp", at: gaveUp, reason });
  else if (end !== undefined) ending.push({ shape: status === "COMPLETED" ? "done" : "failed", at: end });
  return [...momentsOf(decisions), ...waiting, ...rows, ...ending];
}

function works(stretches: readonly Stretch[], now: number): Shape[] {
  return stretches.map(({ start, end = now }) => ({ shape: "work", from: start, to: end }));
}

function momentsOf(times: readonly number[]): Shape[] {
  return times.map((time) => ({ shape: "work", from: time, to: time }));
}

function writesLane(calls: RunRecord["tableCalls"]): Shape[] {
  const writes = calls.filter(({ purpose }) => purpose === "write");
  const states = writes.flatMap(({ at, value }, index): Shape[] => {
    const last = index > 0 && index === writes.length - 1;
    return value === undefined ? [] : [{ shape: "state", at, text: value, side: last ? "before" : "after" }];
  });
  return [...momentsOf(writes.map(({ at }) => at)), ...states];
}
