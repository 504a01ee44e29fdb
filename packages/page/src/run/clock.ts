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
const liveMs = [30, 60, 90, 120, 180, 300, 450, 600, 900, 1_800, 3_600].map((seconds) => seconds * 1_000);

/** The clock that fits some runs, with their quiet stretches cut as the design's README says. */
export function clockOf(runs: readonly RunRecord[], { now, cutting }: ClockOptions): Clock {
  const boundaries = boundariesOf(runs, now);
  const drawn = Math.max(1_000, ...boundaries);
  // A live picture has room to grow, so that what is drawn stays where it is.
  const last = now === undefined ? drawn : (liveMs.find((ms) => ms >= drawn) ?? drawn);
  const until = last * marginShare;
  const quiet = quietGaps(boundaries, drawn).filter(({ to }) => now === undefined || now - to > liveGapAgeMs);
  const gone = quiet.reduce((sum, { from, to }) => sum + to - from, 0);
  if (!cutting || gone < cutOfAllMin * drawn) {
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
/** Two ticks are at least this far apart, in percent of the width; none is beyond `tickAtMax`. */
const tickGapMin = 5;
const tickAtMax = 98;

/** Times for the axis, in ms: round ones; beside cuts the moments between which nothing happened. */
export function ticksOf(clock: Clock): number[] {
  const { until, cuts, position } = clock;
  const times =
    cuts.length > 0
      ? [0, ...cuts.flatMap(({ from, to }) => [from - keptMs, to + keptMs])]
      : roundTimes(until);
  const ticks: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) {
    const at = position(time);
    if (at - last < tickGapMin || at > tickAtMax) continue;
    ticks.push(time);
    last = at;
  }
  return ticks;
}

function roundTimes(until: number): number[] {
  const step = (tickSteps.find((seconds) => until / 1_000 / seconds <= 9) ?? 7_200) * 1_000;
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, index) => index * step);
}
