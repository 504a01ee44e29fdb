import type { Clock } from "../src/clock.ts";

/** A clock that moves only when advanced. */
export interface FakeClock extends Clock {
  /** Advances, running each due action at its time. */
  advance(ms: number): void;
  /** Jumps ahead, as after a machine's sleep: all due actions then run at the same time. */
  jump(ms: number): void;
}

/** A clock at a moment. */
export function fakeClock(start = Date.UTC(2026, 10, 22, 12)): FakeClock {
  let now = start;
  let order = 0;
  const timers = new Map<number, { at: number; run: () => void }>();

  function runDue(until: number): void {
    for (;;) {
      const [next] = [...timers]
        .filter(([, { at }]) => at <= until)
        .sort(([a, x], [b, y]) => x.at - y.at || a - b);
      if (!next) return;
      timers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].run();
    }
  }

  return {
    now: () => now,
    after(ms, run) {
      const id = order++;
      timers.set(id, { at: now + ms, run });
      return () => timers.delete(id);
    },
    advance(ms) {
      const end = now + ms;
      runDue(end);
      now = end;
    },
    jump(ms) {
      now += ms;
      runDue(now);
    },
  };
}
