import { setTimeout as sleep } from "node:timers/promises";

export interface Paced {
  /** Requests with the same key share the quota, such as those to one region. */
  key: string;
  /** How many such requests are still to be made, this one included: for the estimate. */
  toGo: number;
  onWait(text: string): void;
}

/** Makes a request once its quota allows it. */
export type Pace = <T>(request: () => Promise<T>, paced: Paced) => Promise<T>;

export interface PaceOptions {
  /** How long after one request AWS accepts the next, for the whole account. */
  secondsBetween: number;
  /** What AWS does once in `secondsBetween`, e.g. "deletes one API". */
  what: string;
  /** The clock and the pause; a test has others. */
  now?(): number;
  pause?(ms: number): Promise<unknown>;
}

/** Someone else used the quota: the next turn is free within `secondsBetween`, and a refusal costs nothing. */
const secondsBetweenTries = 3;
/** Thirty learners in one account take a quarter of an hour; someone else may be deleting too. */
const secondsMax = 30 * 60;

/**
 * Requests that AWS accepts once in so many seconds. The first refusal shows that the quota is enforced (the embedded cloud
 * does not, unless asked to); from then on each request waits until the last accepted one is that long ago, and no longer.
 */
export function createPace({
  secondsBetween,
  what,
  now = () => performance.now(),
  pause = (ms) => sleep(ms),
}: PaceOptions): Pace {
  const keys = new Map<string, { enforced: boolean; acceptedMs: number }>();
  const msBetween = secondsBetween * 1_000;
  return async (request, { key, toGo, onWait }) => {
    const quota = keys.get(key) ?? { enforced: false, acceptedMs: Number.NEGATIVE_INFINITY };
    keys.set(key, quota);
    const wait = async (ms: number) => {
      const left = ms / 1_000 + (toGo - 1) * secondsBetween;
      onWait(
        `AWS ${what} in ${secondsBetween} s: waiting ${Math.ceil(ms / 1_000)} s, ${toGo} to go, about ${duration(left)} left`,
      );
      await pause(ms);
    };
    const untilFreeMs = () => quota.acceptedMs + msBetween - now();
    const begunMs = now();
    for (;;) {
      if (quota.enforced && untilFreeMs() > 0) await wait(untilFreeMs());
      try {
        const answer = await request();
        quota.acceptedMs = now();
        return answer;
      } catch (error) {
        if (!isThrottling(error) || now() - begunMs > secondsMax * 1_000) throw error;
        quota.enforced = true;
        if (untilFreeMs() <= 0) await wait(1_000 * (advisedSeconds(error) ?? secondsBetweenTries));
      }
    }
  };
}

/** How long so many such requests take at least, in words. */
export function leastDuration(requests: number, secondsBetween: number): string {
  return duration((requests - 1) * secondsBetween);
}

function isThrottling(error: unknown): error is Error {
  return error instanceof Error && /^(TooManyRequestsException|ThrottlingException)$/.test(error.name);
}

function advisedSeconds(error: Error): number | undefined {
  const advised = "retryAfterSeconds" in error ? Number(error.retryAfterSeconds) : Number.NaN;
  return advised > 0 ? Math.min(advised, 60) : undefined;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
