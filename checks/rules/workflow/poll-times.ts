import { type PollFields, pollDelaySeconds } from "@long-running-api/conductor/http-poll";

type Polling = Pick<PollFields, "pollingStrategy" | "pollingIntervalSeconds" | "maxPollCount">;

const pollsMax = 100_000;

/** When the last allowed poll comes, in seconds after the first one; at most the time of interest. */
export function lastPollSeconds(polling: Polling, enoughSeconds: number): number {
  return pollTimes(polling, enoughSeconds).at(-1) ?? 0;
}

/** When the first poll comes that can see the end of the work; undefined where the polls are used up before. */
export function endSeenSeconds(polling: Polling, workSeconds: number): number | undefined {
  return pollTimes(polling, workSeconds).find((seconds) => seconds >= workSeconds);
}

/** The times of the polls, in seconds after the first one, until one comes after `enoughSeconds`. */
function pollTimes(
  { pollingStrategy, pollingIntervalSeconds, maxPollCount }: Polling,
  enoughSeconds: number,
) {
  const times = [0];
  for (let pollCount = 1; pollCount < Math.min(maxPollCount, pollsMax); pollCount += 1) {
    const last = times.at(-1) ?? 0;
    if (last >= enoughSeconds) break;
    const delay = pollDelaySeconds({
      strategy: pollingStrategy,
      intervalSeconds: pollingIntervalSeconds,
      pollCount,
      minPollIntervalSeconds: 0,
    });
    times.push(last + delay);
  }
  return times;
}
