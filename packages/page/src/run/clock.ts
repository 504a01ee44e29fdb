import type { RunRecord } from "./record.ts";

/** A quiet stretch that is cut out of the picture; times in ms, positions in per cent of the width. */
export interface Cut {
  /** The first and last moment that are not drawn. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly width: number;
}

/** One clock for all runs in a picture. */
export interface Clock {
  /** The time at the right edge, in ms. */
  readonly until: number;
  readonly cuts: readonly Cut[];
  /** Why nothing is cut: the share would be too small, or it is switched off; undefined where nothing is quiet. */
  readonly uncut?: "little" | "off";
  /** Where a time is, in per cent of the width. */
  position(time: number): number;
}

/** How a clock is made. */
export interface ClockOptions {
  /** ms since the common start; undefined when every run has ended. */
  readonly now?: number;
  readonly cutting: boolean;
}

const quietMsMin = 10_000;
const quietShareMin = 0.1;
const keptMs = 3_000;
const cutShare = 7;
const cutOfAllMin = 0.3;
/** While a run is live, only gaps that lie this far back are cut: nothing that is drawn moves soon after. */
const liveGapAgeMs = 60_000;
const marginShare = 1.065;

/** The clock that fits some runs, with their quiet stretches cut as the design's README says. */
export function clockOf(runs: readonly RunRecord[], { now, cutting }: ClockOptions): Clock {
  const boundaries = boundariesOf(runs, now);
  const last = Math.max(1_000, ...boundaries);
  const until = last * marginShare;
  const quiet = quietGaps(boundaries, last).filter(({ to }) => now === undefined || now - to > liveGapAgeMs);
  const gone = quiet.reduce((sum, { from, to }) => sum + to - from, 0);
  if (!cutting || gone < cutOfAllMin * last) {
    const position = (time: number) => clamp((time / until) * 100);
    if (quiet.length === 0) return { until, cuts: [], position };
    return { until, cuts: [], uncut: cutting ? "little" : "off", position };
  }
  const perMs = (100 - cutShare * quiet.length) / (until - gone);
  const cuts: Cut[] = [];
  let before = 0;
  for (const { from, to } of quiet) {
    cuts.push({ from, to, at: (from - before) * perMs + cuts.length * cutShare, width: cutShare });
    before += to - from;
  }
  return { until, cuts, position: (time) => clamp(positionIn(cuts, perMs, time)) };
}

function positionIn(cuts: readonly Cut[], perMs: number, time: number): number {
  let gone = 0;
  let cutBefore = 0;
  for (const { from, to, at, width } of cuts) {
    if (time <= from) break;
    if (time < to) return at + ((time - from) / (to - from)) * width;
    gone += to - from;
    cutBefore += width;
  }
  return (time - gone) * perMs + cutBefore;
}

function clamp(share: number): number {
  return Math.min(100, Math.max(0, share));
}

/** Everything that begins or ends something: all but the dotted strokes. */
function boundariesOf(runs: readonly RunRecord[], now: number | undefined): number[] {
  const times = runs.flatMap(({ end, decisions, requests, invocations, tableCalls }) => [
    ...(end === undefined ? [] : [end]),
    ...decisions,
    ...[...requests, ...invocations].flatMap((each) => [
      each.start,
      ...(each.end === undefined ? [] : [each.end]),
    ]),
    ...requests.flatMap(({ gaveUp }) => (gaveUp === undefined ? [] : [gaveUp])),
    ...tableCalls.map(({ at }) => at),
  ]);
  return [0, ...times, ...(now === undefined ? [] : [now])].sort((one, other) => one - other);
}

/** The inner part of each gap that is long enough: its first and last 3 s stay. */
function quietGaps(boundaries: readonly number[], last: number): { from: number; to: number }[] {
  const min = Math.max(quietMsMin, quietShareMin * last);
  return boundaries.slice(1).flatMap((end, index) => {
    const start = boundaries[index] ?? 0;
    return end - start > min ? [{ from: start + keptMs, to: end - keptMs }] : [];
  });
}

const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600];

/** Round times for the axis, in ms: about one for each tenth of the picture, none inside a cut. */
export function ticksOf({ until, cuts, position }: Clock): number[] {
  const cut = cuts.reduce((sum, { from, to }) => sum + to - from, 0);
  const shown = (until - cut) / 1_000;
  const step = (tickSteps.find((seconds) => shown / seconds <= 9) ?? 7_200) * 1_000;
  const ticks: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let time = 0; time <= until; time += step) {
    const inside = cuts.some(({ from, to }) => time > from && time < to);
    const at = position(time);
    if (inside || at - last < 5 || at > 98) continue;
    ticks.push(time);
    last = at;
  }
  return ticks;
}
