import { type PollingStrategy, pollIntervalSecondsMax } from "./settings.ts";

export interface PollDelay {
  strategy: PollingStrategy;
  intervalSeconds: number;
  /** The number of polls, including this one: 1 after the first poll. */
  pollCount: number;
  /** The server's minimum, `conductor.worker.http_poll.min_poll_interval`: 60 by default. */
  minPollIntervalSeconds: number;
  maxPollIntervalSeconds?: number | undefined;
}

/** The delay after a poll, in whole seconds, as `callbackAfterSeconds` requires. */
export function pollDelaySeconds({
  strategy,
  intervalSeconds,
  pollCount,
  minPollIntervalSeconds,
  maxPollIntervalSeconds = pollIntervalSecondsMax,
}: PollDelay): number {
  const asked = intervalSeconds * growth(strategy, pollCount);
  return Math.ceil(Math.max(minPollIntervalSeconds, Math.min(asked, maxPollIntervalSeconds)));
}

function growth(strategy: PollingStrategy, pollCount: number): number {
  if (strategy === "LINEAR_BACKOFF") return pollCount;
  return strategy === "EXPONENTIAL_BACKOFF" ? 2 ** pollCount : 1;
}
