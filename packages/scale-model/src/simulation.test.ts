import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Durations, durationAt } from "./durations.ts";
import { estimate, type Plan } from "./estimate.ts";
import { pollFigures, pollTimes } from "./polls.ts";

// The model sums distributions. This simulation uses none of its formulas: it starts jobs one by one, draws how long each
// takes, and lets it poll in virtual time, with the delays that Conductor's documentation gives.

interface Simulated {
  pollsPerSecond: number;
  busiestSecond: number;
  lateness: number[];
}

function simulate(plan: Plan, perDay: number, seconds: number, seed: number, backoff: boolean): Simulated {
  const random = generator(seed);
  const inSecond = new Map<number, number>();
  const lateness: number[] = [];
  let polls = 0;
  // Jobs start before the window too: it sees what is still running.
  for (let start = -20_000; start < seconds; start += (-Math.log(1 - random()) * 86_400) / perDay) {
    const end = start + draw(plan.durations, random);
    let time = start;
    for (let poll = 1; ; poll += 1) {
      if (time >= 0 && time < seconds) {
        polls += 1;
        inSecond.set(Math.floor(time), (inSecond.get(Math.floor(time)) ?? 0) + 1);
        if (time >= end) lateness.push(time - end);
      }
      if (time >= end) break;
      const asked = backoff ? plan.intervalSeconds * 2 ** poll : plan.intervalSeconds;
      time += Math.min(asked, plan.maxIntervalSeconds ?? Number.POSITIVE_INFINITY);
    }
  }
  return {
    pollsPerSecond: polls / seconds,
    busiestSecond: Math.max(...inSecond.values()),
    lateness: lateness.sort((a, b) => a - b),
  };
}

/** Drawn as textbooks do, not by the model's quantiles. */
function draw(durations: Durations, random: () => number): number {
  if (durations.kind === "fixed") return durations.seconds;
  if (durations.kind === "uniform") return durations.least + random() * (durations.most - durations.least);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return durations.median * Math.exp(durations.sigma * normal);
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const cases: { title: string; plan: Omit<Plan, "jobs">; backoff: boolean }[] = [
  {
    title: "every 60 s, 5 to 25 minutes",
    plan: { durations: { kind: "uniform", least: 300, most: 1_500 }, intervalSeconds: 60 },
    backoff: false,
  },
  {
    title: "every 10 s, lognormal around 3 minutes",
    plan: { durations: { kind: "lognormal", median: 180, sigma: 0.6 }, intervalSeconds: 10 },
    backoff: false,
  },
  {
    title: "backoff from 5 s, at most 120 s, lognormal around 10 minutes",
    plan: {
      durations: { kind: "lognormal", median: 600, sigma: 0.5 },
      intervalSeconds: 5,
      maxIntervalSeconds: 120,
    },
    backoff: true,
  },
];

describe("the model agrees with a simulation in virtual time", () => {
  test.each(cases)("$title", ({ plan, backoff }) => {
    const perDay = 40_000;
    const rows = estimate({ ...plan, jobs: { perDay } }).rows;
    const row = rows.find(({ method }) => method === (backoff ? "backoff" : "poll"));
    const seen = simulate({ ...plan, jobs: { perDay } }, perDay, 50_000, 7, backoff);
    const at = (share: number) => seen.lateness[Math.floor(share * seen.lateness.length)] ?? Number.NaN;
    const scale = plan.maxIntervalSeconds ?? plan.intervalSeconds;
    expect(seen.pollsPerSecond / (row?.pollsPerSecond ?? 0)).toBeGreaterThan(0.97);
    expect(seen.pollsPerSecond / (row?.pollsPerSecond ?? 0)).toBeLessThan(1.03);
    expect(Math.abs(at(0.5) - (row?.latenessP50 ?? 0)) / scale).toBeLessThan(0.03);
    expect(Math.abs(at(0.99) - (row?.latenessP99 ?? 0)) / scale).toBeLessThan(0.03);
    // Three deviations are passed in one second of 740; the busiest of 50,000 is beyond, but not far.
    expect(seen.busiestSecond).toBeGreaterThan(row?.peakPollsPerSecond ?? 0);
    expect(seen.busiestSecond).toBeLessThan(2 * (row?.peakPollsPerSecond ?? 0));
  });
});

const strategies = fc.constantFrom(
  "FIXED" as const,
  "LINEAR_BACKOFF" as const,
  "EXPONENTIAL_BACKOFF" as const,
);

test("the last poll is the first after the end, and no delay exceeds the cap", () => {
  fc.assert(
    fc.property(
      strategies,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 300, max: 900 }),
      fc.integer({ min: 1, max: 20_000 }),
      (strategy, intervalSeconds, maxIntervalSeconds, seconds) => {
        const polling = { strategy, intervalSeconds, maxIntervalSeconds, minIntervalSeconds: 0 };
        const times = pollTimes(polling, seconds);
        const { pollsPerJob, latenessP50 } = pollFigures(polling, { kind: "fixed", seconds });
        expect(times.at(-1)).toBeGreaterThanOrEqual(seconds);
        expect(times.at(-2)).toBeLessThan(seconds);
        expect(pollsPerJob).toBe(times.length);
        expect(latenessP50).toBeLessThanOrEqual(maxIntervalSeconds);
        if (strategy === "FIXED") expect(pollsPerJob).toBe(Math.ceil(seconds / intervalSeconds) + 1);
      },
    ),
  );
});

test("the median and the 99th percentile of a lognormal duration are the textbook's", () => {
  const durations: Durations = { kind: "lognormal", median: 100, sigma: 0.5 };
  expect(durationAt(durations, 0.5)).toBeCloseTo(100);
  expect(durationAt(durations, 0.99)).toBeCloseTo(100 * Math.exp(0.5 * 2.3263478740408408), 5);
  expect(durationAt(durations, 0.01)).toBeCloseTo(100 * Math.exp(0.5 * -2.3263478740408408), 5);
});
