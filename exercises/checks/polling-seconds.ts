import { type PollFields, pollDelaySeconds } from "@long-running-api/conductor/http-poll";

type Settings = Pick<PollFields, "pollingIntervalSeconds" | "pollingStrategy" | "maxPollCount">;

/** Beyond a day the exact time does not matter. */
const secondsMax = 86_400;

/** How long an HTTP_POLL polls before it gives up; the first poll is immediate. */
export function pollingSeconds({ pollingIntervalSeconds, pollingStrategy, maxPollCount }: Settings): number {
  let seconds = 0;
  for (let pollCount = 1; pollCount < maxPollCount && seconds < secondsMax; pollCount += 1)
    seconds += pollDelaySeconds({
      strategy: pollingStrategy,
      intervalSeconds: pollingIntervalSeconds,
      pollCount,
      minPollIntervalSeconds: 0,
    });
  return Math.min(seconds, secondsMax);
}
