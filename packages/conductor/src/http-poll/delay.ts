import { type PollingStrategy, pollIntervalSecondsMax } from "./settings.ts";

export interface PollDelay {
  strategy: PollingStrategy;
  intervalSeconds: number;
  /** The number of polls, including this one: 1 after the first poll. */
  pollCount: number;
  /** The server's minimum, `conductor.worker.http_poll.min_poll_interval`: 60 by default. */
  minPollIntervalSeconds: number;
  maxPollIntervalSeconds?: number | undefined;
  /** The response asked for at least this. It may exceed `maxPollIntervalSeconds`; it is bounded by itself. */
  retryAfterSeconds?: number | undefined;
  /** How far a delay may be from the computed one: 0.2 for a fifth, in both directions. */
  jitter?: number | undefined;
  /** From 0 up to, but not including, 1. */
  random?: (() => number) | undefined;
}

/** The delay after a poll, in whole seconds, as `callbackAfterSeconds` requires. */
export function pollDelaySeconds({
  strategy,
  intervalSeconds,
  pollCount,
  minPollIntervalSeconds,
  maxPollIntervalSeconds = pollIntervalSecondsMax,
  retryAfterSeconds = 0,
  jitter = 0,
  random = Math.random,
}: PollDelay): number {
  const asked = intervalSeconds * growth(strategy, pollCount);
  const capped = Math.min(asked, maxPollIntervalSeconds);
  const spread = jitter > 0 ? Math.floor(capped * (1 + jitter * (2 * random() - 1)) + random()) : capped;
  const bounded = Math.min(spread, maxPollIntervalSeconds);
  return Math.ceil(Math.max(minPollIntervalSeconds, retryAfterSeconds, bounded));
}

function growth(strategy: PollingStrategy, pollCount: number): number {
  if (strategy === "LINEAR_BACKOFF") return pollCount;
  return strategy === "EXPONENTIAL_BACKOFF" ? 2 ** pollCount : 1;
}
