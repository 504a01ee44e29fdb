import { setTimeout as sleep } from "node:timers/promises";

export interface ThrottleOptions {
  /** How many such requests are still to be made, this one included: for the estimate. */
  toGo: number;
  onWait(text: string): void;
  /** The clock and the pause; a test has others. */
  now?(): number;
  pause?(ms: number): Promise<unknown>;
}

/** API Gateway deletes one API in 30 s for the whole account: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const secondsBetween = 30;
/** Thirty learners in one account take a quarter of an hour; someone else may be deleting too. */
const secondsMax = 30 * 60;

/** Retries a request while AWS throttles it, which is never an error. */
export async function whileThrottled<T>(
  request: () => Promise<T>,
  { toGo, onWait, now = () => performance.now(), pause = (ms) => sleep(ms) }: ThrottleOptions,
): Promise<T> {
  const start = now();
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const waitedSeconds = (now() - start) / 1000;
      const seconds = retrySeconds(error);
      if (seconds === undefined || waitedSeconds > secondsMax) throw error;
      const estimate = seconds + (toGo - 1) * secondsBetween;
      onWait(
        `AWS deletes one API in ${secondsBetween} s: waiting ${Math.ceil(seconds)} s (${Math.round(waitedSeconds)} s so far), ${toGo} to go, about ${duration(estimate)} in all`,
      );
      await pause(seconds * 1000);
    }
  }
}

function retrySeconds(error: unknown): number | undefined {
  if (!(error instanceof Error) || !/^(TooManyRequestsException|ThrottlingException)$/.test(error.name))
    return undefined;
  const advised = "retryAfterSeconds" in error ? Number(error.retryAfterSeconds) : Number.NaN;
  return advised > 0 ? Math.min(advised, 60) : secondsBetween;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
