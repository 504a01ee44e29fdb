/** Where the time of a request comes from: the process's own, or a test's. */
export interface Timing {
  /** Milliseconds from any origin, without those in which the process stood still. */
  activeMs(): number;
  /** Runs something once, later; returns a cancel function. */
  after(ms: number, run: () => void): () => void;
  /** Runs something once what already waits at the sockets has been read. */
  afterReading(run: () => void): void;
  /** While something is held, pauses of the process are noticed; returns the release. */
  hold(): () => void;
}

/** What a heartbeat needs. */
export interface Beats {
  /** Milliseconds from any origin; monotonic. */
  nowMs(): number;
  /** Calls back at regular intervals; returns a cancel function. */
  every(ms: number, run: () => void): () => void;
}

const beatMs = 50;
/** A beat that comes later was held up: by a stopped process, a sleeping machine, a blocked event loop. */
const lateMsMax = 100;

/**
 * A clock that stops while the process is stopped. Timers keep running through a SIGSTOP, a closed lid or a paused virtual
 * machine, and what they measure then is not the other side's time.
 */
export function makeActiveClock({ nowMs, every }: Beats): Pick<Timing, "activeMs" | "hold"> {
  let holders = 0;
  let stop = (): void => {};
  let beatAtMs = nowMs();
  let activeAtBeatMs = 0;

  function activeMs(): number {
    const sinceBeatMs = nowMs() - beatAtMs;
    return activeAtBeatMs + (holders > 0 ? Math.min(sinceBeatMs, lateMsMax) : sinceBeatMs);
  }
  function beat(): void {
    activeAtBeatMs = activeMs();
    beatAtMs = nowMs();
  }
  return {
    activeMs,
    hold() {
      if (holders === 0) {
        beat();
        stop = every(beatMs, beat);
      }
      holders += 1;
      return () => {
        if (holders === 1) {
          beat();
          stop();
        }
        holders -= 1;
      };
    },
  };
}

const systemClock = makeActiveClock({
  nowMs: () => performance.now(),
  every(ms, run) {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
});

/** The process's own time. */
export const systemTiming: Timing = {
  ...systemClock,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  // Node runs timers before it reads sockets: one turn for what has arrived, and one for what follows from it.
  afterReading: (run) => void setImmediate(() => setImmediate(run)),
};
