/** A source of time: the system's, or a test's, which never sleeps. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once, later; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
}

/** The largest backward correction of the wall clock that is followed: such corrections happen every day. */
const correctionMsMax = 5_000;

/**
 * Milliseconds since 1970 that do not jump back: if someone sets the clock back by an hour, a task due in five seconds
 * is still due in five seconds. Forward jumps are followed: the machine may have slept.
 */
export function steadyTime(wallMs: () => number, monotonicMs: () => number): () => number {
  let offset = wallMs() - monotonicMs();
  return () => {
    const [wall, monotonic] = [wallMs(), monotonicMs()];
    if (wall > offset + monotonic - correctionMsMax) offset = wall - monotonic;
    return Math.round(offset + monotonic);
  };
}

/** The system clock. */
export const systemClock: Clock = {
  now: steadyTime(Date.now, () => performance.now()),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
