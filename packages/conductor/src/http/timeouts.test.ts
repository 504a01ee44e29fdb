import { expect, it } from "vitest";
import { makeActiveClock, type Timing } from "./active-clock.ts";
import { startDeadline, startTimeouts } from "./timeouts.ts";

/** Time that moves only when the test moves it: by running timers, or by standing still as a stopped process does. */
function virtualTime() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const reading: (() => void)[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { at: now + ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  };
  const clock = makeActiveClock({
    nowMs: () => now,
    every(ms, run) {
      let cancel = after(ms, again);
      function again(): void {
        cancel = after(ms, again);
        run();
      }
      return () => cancel();
    },
  });
  const timing: Timing = { ...clock, after, afterReading: (run) => void reading.push(run) };
  /** Runs the timers that are due, as Node does before it reads sockets. */
  function runDue(): void {
    for (const timer of timers.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at)) {
      timers = timers.filter((each) => each !== timer);
      timer.run();
    }
  }
  return {
    timing,
    clock,
    pass(ms: number): void {
      const end = now + ms;
      while (now < end) {
        now = Math.min(end, now + 10);
        runDue();
      }
    },
    /** The process stands still: no timer runs, and then all that are due at once. */
    stop(ms: number): void {
      now += ms;
      runDue();
    },
    /** What follows the reading of the sockets. */
    afterReading(): void {
      for (const run of reading.splice(0)) run();
    },
  };
}

const limits = { connectMs: 3_000, readMs: 3_000, readIsTotal: true };
const never = new AbortController().signal;

it("a response that waits at the socket when the time is over is read, and counts", () => {
  const { timing, pass, afterReading } = virtualTime();
  const release = timing.hold();
  const timeouts = startTimeouts(limits, never, timing);
  timeouts.connected();
  pass(3_000);
  timeouts.stop(); // the sockets are read: the response is complete
  afterReading();
  expect(timeouts.expired()).toBeUndefined();
  release();
});

it("without a response, the time is over after the sockets were read once more", () => {
  const { timing, pass, afterReading } = virtualTime();
  const release = timing.hold();
  const timeouts = startTimeouts(limits, never, timing);
  pass(3_000);
  expect(timeouts.expired()).toBeUndefined();
  afterReading();
  expect(timeouts.expired()).toBe("Connect timed out");
  expect(timeouts.signal.aborted).toBe(true);
  release();
});

it("a pause of the process is not the other side's time", () => {
  const { timing, pass, stop, afterReading } = virtualTime();
  const release = timing.hold();
  const timeouts = startTimeouts(limits, never, timing);
  timeouts.connected();
  pass(1_000);
  stop(5_000);
  afterReading();
  expect(timeouts.expired()).toBeUndefined();
  pass(1_700);
  afterReading();
  expect(timeouts.expired()).toBeUndefined();
  pass(400);
  afterReading();
  expect(timeouts.expired()).toBe("Read timed out");
  release();
});

it("each chunk of a response begins the time again, and the silence after the last one ends it", () => {
  const { timing, pass, afterReading } = virtualTime();
  const release = timing.hold();
  const timeouts = startTimeouts({ connectMs: 3_000, readMs: 1_000, readIsTotal: false }, never, timing);
  pass(500);
  timeouts.connected();
  for (let chunks = 0; chunks < 5; chunks += 1) {
    pass(900);
    afterReading();
    timeouts.progress();
  }
  expect(timeouts.expired()).toBeUndefined();
  pass(990);
  afterReading();
  expect(timeouts.expired()).toBeUndefined();
  pass(20);
  afterReading();
  expect(timeouts.expired()).toBe("Read timed out");
  release();
});

it("without a time to read, only the deadline of the whole request ends it", () => {
  const { timing, pass, afterReading } = virtualTime();
  const deadline = startDeadline(600_000, timing);
  const timeouts = startTimeouts(
    { connectMs: 3_000, readMs: 0, readIsTotal: false },
    deadline.signal,
    timing,
  );
  timeouts.connected();
  pass(599_000);
  afterReading();
  expect(timeouts.signal.aborted).toBe(false);
  pass(1_000);
  afterReading();
  expect(timeouts.expired()).toBe("Read timed out");
  expect(timeouts.signal.aborted).toBe(true);
  timeouts.stop();
  deadline.stop();
});

it("the clock runs on while nothing is held, and misses no pause as soon as something is", () => {
  const { clock, pass, stop } = virtualTime();
  stop(1_000);
  expect(clock.activeMs()).toBe(1_000);
  const release = clock.hold();
  pass(500);
  stop(10_000);
  release();
  expect(clock.activeMs()).toBeLessThanOrEqual(1_600);
  expect(clock.activeMs()).toBeGreaterThanOrEqual(1_500);
});
