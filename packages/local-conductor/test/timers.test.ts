import { expect, it } from "vitest";
import { openTimers } from "../src/executor/timers.ts";
import { fakeClock } from "./fake-clock.ts";

it("runs actions in order of time", () => {
  const clock = fakeClock(0);
  const timers = openTimers(clock);
  const ran: string[] = [];
  for (const at of [300, 100, 200, 100, 50]) timers.add(at, () => ran.push(`${at}@${clock.now()}`));
  clock.advance(250);
  expect(ran).toEqual(["50@50", "100@100", "100@100", "200@200"]);
  clock.advance(50);
  expect(ran.at(-1)).toBe("300@300");
});

it("after an hour's sleep runs overdue actions once, not once per missed time", () => {
  const clock = fakeClock(0);
  const timers = openTimers(clock);
  let polls = 0;
  const poll = (): void => {
    polls++;
    timers.add(clock.now() + 5_000, poll);
  };
  timers.add(5_000, poll);
  clock.jump(3_600_000);
  expect(polls).toBe(1);
  clock.advance(5_000);
  expect(polls).toBe(2);
});

it("an action that reschedules itself in the past does not starve the others", () => {
  const clock = fakeClock(0);
  const timers = openTimers(clock);
  let others = 0;
  let again = 0;
  const stubborn = (): void => {
    if (again++ < 3) timers.add(0, stubborn);
  };
  timers.add(0, stubborn);
  timers.add(0, () => others++);
  clock.advance(0);
  expect(others).toBe(1);
  clock.advance(1);
  expect(again).toBe(4);
});

it("holds ten thousand", () => {
  const clock = fakeClock(0);
  const timers = openTimers(clock);
  let last = 0;
  for (let n = 0; n < 10_000; n++) {
    const at = (n * 7919) % 10_007;
    timers.add(at, () => {
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
    });
  }
  clock.advance(20_000);
  expect(timers.size).toBe(0);
});
