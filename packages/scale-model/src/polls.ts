import { pollDelaySeconds } from "@long-running-api/conductor/http-poll/delay";
import type { PollingStrategy } from "@long-running-api/conductor/http-poll/settings";
import { type Durations, sampleDurations } from "./durations.ts";

/** When a task polls. */
export interface Polling {
  readonly strategy: PollingStrategy;
  readonly intervalSeconds: number;
  /** The cap of a backoff. */
  readonly maxIntervalSeconds?: number | undefined;
  /** The server's floor: 60 by default on Orkes. */
  readonly minIntervalSeconds: number;
}

/** What polling a job until it is done takes. */
export interface PollFigures {
  readonly pollsPerJob: number;
  readonly pollsPerJobP99: number;
  /** From the end of a job to the poll that sees it, in seconds. */
  readonly latenessP50: number;
  readonly latenessP99: number;
}

/** Enough for a p99, and for a mean within 0.1 %. */
const samples = 4_000;
const pollsMax = 2_000_000;

/** The times of the polls of one task, in seconds since its first, which is at 0; the last is the first at or after `until`. */
export function pollTimes(polling: Polling, until: number): number[] {
  const times = [0];
  for (let time = 0; time < until; ) {
    if (times.length >= pollsMax)
      throw new RangeError(`A job of ${Math.ceil(until)} s would be polled more than ${pollsMax} times.`);
    time += pollDelaySeconds({
      strategy: polling.strategy,
      intervalSeconds: polling.intervalSeconds,
      pollCount: times.length,
      minPollIntervalSeconds: polling.minIntervalSeconds,
      maxPollIntervalSeconds: polling.maxIntervalSeconds,
    });
    times.push(time);
  }
  return times;
}

/** The polls of jobs with these durations; the first poll follows the start at once, as on Conductor. */
export function pollFigures(polling: Polling, durations: Durations): PollFigures {
  const jobs = sampleDurations(durations, samples);
  const times = pollTimes(polling, jobs.at(-1) ?? 0);
  let index = 0; // durations ascend, and so do the polls that see their ends
  const seen = jobs.map((duration) => {
    while ((times[index] ?? 0) < duration) index += 1;
    return { polls: index + 1, late: (times[index] ?? 0) - duration };
  });
  const late = seen.map((job) => job.late).sort((a, b) => a - b);
  return {
    pollsPerJob: seen.reduce((sum, { polls }) => sum + polls, 0) / seen.length,
    pollsPerJobP99: at(
      seen.map(({ polls }) => polls),
      0.99,
    ),
    latenessP50: at(late, 0.5),
    latenessP99: at(late, 0.99),
  };
}

function at(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0;
}
