import { expect, test } from "vitest";
import { clockOf, ticksOf } from "./clock.ts";
import type { RunRecord } from "./record.ts";
import { pollRun, syncRun } from "./run-bench.ts";

/** Work of 242 s, polled at 0, 4.9, 12.9, 29, 61, 125 and 253 s, as in the design's recorded example. */
const long: RunRecord = {
  ...pollRun,
  end: 253_300,
  decisions: [],
  waits: [],
  requests: [100, 4_900, 12_900, 29_000, 61_100, 125_100, 253_200].map((start, index) => ({
    ...pollRun.requests[0],
    id: `r${index}`,
    to: "api",
    purpose: "poll",
    method: "GET",
    path: "/1",
    start,
    end: start + 30,
  })),
  invocations: [{ id: "w", purpose: "work", start: 271, end: 242_200 }],
  tableCalls: [],
};

test("a short run is drawn to scale", () => {
  const clock = clockOf([pollRun, syncRun], { cutting: true });
  expect(clock.cuts).toEqual([]);
  expect(clock.uncut).toBeUndefined();
  expect(clock.position(0)).toBe(0);
  expect(clock.position(15_000) / clock.position(5_000)).toBeCloseTo(3);
  expect(ticksOf(clock)).toEqual([0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000]);
});

test("quiet stretches are cut: longer than 10 s and a tenth of the whole, but for their first and last 3 s", () => {
  const { cuts, position } = clockOf([long], { cutting: true });
  // Gaps over 25.3 s: 29.03–61.1, 61.13–125.1 and 125.13–242.2; not 12.93–29 nor 242.2–253.2.
  expect(cuts.map(({ from, to }) => [from, to])).toEqual([
    [32_030, 58_100],
    [64_130, 122_100],
    [128_130, 239_200],
  ]);
  for (const { from, to, at, width } of cuts) {
    expect(position(from)).toBeCloseTo(at);
    expect(position(to) - position(from)).toBeCloseTo(7);
    expect(width).toBe(7);
  }
});

test("everything else shares one scale", () => {
  const { position } = clockOf([long], { cutting: true });
  const second = position(1_000);
  for (const time of [5_000, 30_000, 61_000, 240_000, 250_000])
    expect(position(time + 1_000) - position(time)).toBeCloseTo(second);
});

test("positions never go back", () => {
  const { position, until } = clockOf([long], { cutting: true });
  let last = -1;
  for (let time = 0; time <= until; time += 500) {
    expect(position(time)).toBeGreaterThan(last);
    last = position(time);
  }
  expect(position(until)).toBeCloseTo(100);
});

test("every run in the picture counts: what is quiet in one is not where another one works", () => {
  const busy = {
    ...long,
    requests: [...long.requests, { ...pollRun.requests[0], start: 180_000, end: 180_010 }],
  };
  const { cuts } = clockOf([long, busy as RunRecord], { cutting: true });
  expect(cuts.some(({ from, to }) => from < 180_000 && to > 180_000)).toBe(false);
});

test("if less than 30 % would be cut, nothing is, and the clock says so", () => {
  const short: RunRecord = {
    ...long,
    end: 30_000,
    requests: pollRun.requests.slice(0, 5).map((each, index) => {
      const start = index === 4 ? 29_000 : index * 5_000;
      return { ...each, start, end: start + 10 };
    }),
    invocations: [],
  };
  expect(clockOf([short], { cutting: true })).toMatchObject({ cuts: [], uncut: "little" });
  expect(clockOf([long], { cutting: false })).toMatchObject({ cuts: [], uncut: "off" });
});

test("while a run is live, only gaps of more than a minute ago are cut", () => {
  const { end: _, ...live } = { ...long, requests: long.requests.slice(0, 6), invocations: [] };
  const at = (now: number) => clockOf([live], { now, cutting: true }).cuts.map(({ from }) => from);
  expect(at(181_000)).toEqual([]);
  expect(at(190_000)).toEqual([32_030, 64_130]);
});

test("a live picture grows to the right: for a while, nothing that is drawn moves", () => {
  const { end: _, ...live } = pollRun;
  const at = (now: number) => clockOf([live], { now, cutting: true }).position(5_000);
  expect(at(31_000)).toBe(at(59_000));
  expect(at(61_000)).toBeLessThan(at(59_000));
});

test("the axis has no tick inside a cut", () => {
  const clock = clockOf([long], { cutting: true });
  for (const tick of ticksOf(clock))
    expect(clock.cuts.every(({ from, to }) => tick <= from || tick >= to)).toBe(true);
  expect(ticksOf(clock).length).toBeGreaterThan(3);
});
