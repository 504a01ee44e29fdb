/** Where time comes from: the machine's, or a test's that never sleeps. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once, later; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
}

/** The wall clock is followed back so far: as it is corrected every day. */
const correctionMsMax = 5_000;

/**
 * Milliseconds since 1970 that do not jump back. Someone sets the clock back by an hour: what is due in five seconds
 * is due in five seconds, not in an hour. Forward jumps are followed: the machine may have slept.
 */
export function steadyTime(wallMs: () => number, monotonicMs: () => number): () => number {
  let offset = wallMs() - monotonicMs();
  return () => {
    const [wall, monotonic] = [wallMs(), monotonicMs()];
    if (wall > offset + monotonic - correctionMsMax) offset = wall - monotonic;
    return Math.round(offset + monotonic);
  };
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: steadyTime(Date.now, () => performance.now()),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
