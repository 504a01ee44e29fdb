import { type Durations, durationAt, meanDuration } from "./durations.ts";
import { type Quota, quotas } from "./prices-and-quotas.ts";
import type { Assumptions, Engine, Method, Work } from "./usage.ts";

/** How many jobs there are: started in a day, or running at any time. */
export type Jobs = { readonly perDay: number } | { readonly atOnce: number };

/** Spread over the day at random, or all in the same second: those of a day, or those running at a time. */
export type Starts = "spread" | "together";

export const secondsInDay = 86_400;

/** Jobs started per second, on average (Little's law). */
export function startsPerSecond(jobs: Jobs, durations: Durations): number {
  return "perDay" in jobs ? jobs.perDay / secondsInDay : jobs.atOnce / meanDuration(durations);
}

export interface LoadInput {
  readonly jobs: Jobs;
  readonly starts: Starts;
  readonly durations: Durations;
  readonly engine: Engine;
  readonly method: Method;
  readonly work: Work;
  readonly pollsPerJob: number;
  readonly pollsPerJobP99: number;
  readonly assumptions: Assumptions;
}

/** What arrives in the busiest second. */
export interface Load {
  readonly pollsPerSecond: number;
  readonly peakPollsPerSecond: number;
  readonly peakStartsPerSecond: number;
  /** Jobs that run at the same time. */
  readonly held: number;
  readonly lambdaConcurrency: number;
}

/** The busiest second's load. Spread starts are a Poisson process: three deviations above the mean is one second in 740. */
export function loadOf({
  jobs,
  starts,
  durations,
  engine,
  work,
  pollsPerJob,
  assumptions,
}: Omit<LoadInput, "pollsPerJobP99">): Load {
  const rate = startsPerSecond(jobs, durations);
  const burst = "perDay" in jobs ? jobs.perDay : jobs.atOnce;
  const peak = (mean: number) => mean + 3 * Math.sqrt(mean);
  const together = starts === "together";
  const polls = rate * pollsPerJob;
  const peakPolls = pollsPerJob === 0 ? 0 : together ? burst : peak(polls);
  const peakStarts = together ? burst : peak(rate);
  const held = together || "atOnce" in jobs ? burst : peak(rate * meanDuration(durations));
  return {
    pollsPerSecond: polls,
    peakPollsPerSecond: peakPolls,
    peakStartsPerSecond: peakStarts,
    held,
    lambdaConcurrency: Math.ceil(short() + (work === "function" ? held : 0)),
  };

  /** Concurrent invocations that start or poll a job: the number at one moment varies more than the number in one second. */
  function short(): number {
    const polled = engine !== "Step Functions";
    const started = work !== "function";
    const { functionSeconds } = assumptions;
    if (together) return ((polled ? peakPolls : 0) + (started ? peakStarts : 0)) * functionSeconds;
    return peak(((polled ? polls : 0) + (started ? rate : 0)) * functionSeconds);
  }
}

/** A quota that this load exceeds, and what it would take. */
export interface QuotaHit extends Quota {
  readonly needed: number;
}

/** The quotas that this load exceeds. */
export function quotasHit(input: LoadInput, load: Load): QuotaHit[] {
  const { starts, durations, engine, work, pollsPerJobP99, method, assumptions } = input;
  const { peakPollsPerSecond, peakStartsPerSecond, held, lambdaConcurrency } = load;
  const together = starts === "together";
  const polled = method !== "callback";
  const conductor = engine === "Conductor";
  const steps = engine === "Step Functions";
  // A burst's start and its first poll come in the same second.
  const requests = conductor ? peakPollsPerSecond + peakStartsPerSecond : 0;
  const invoked = steps ? 0 : peakPollsPerSecond;
  const needs: [Quota, number][] = [
    [quotas.apiThrottleSmall, requests],
    [quotas.apiThrottle, requests],
    [quotas.apiBurst, together ? requests : 0],
    [quotas.lambdaConcurrency, lambdaConcurrency],
    [quotas.lambdaRate, conductor ? invoked : 0],
    [quotas.lambdaScaling, together ? lambdaConcurrency : 0],
    [quotas.lambdaTimeout, work === "function" ? durationAt(durations, 0.99) : 0],
    [quotas.tableWrites, together ? peakStartsPerSecond : 2 * peakStartsPerSecond],
    [quotas.tableReads, peakPollsPerSecond / 2],
    [quotas.tableUnits, Math.max(peakPollsPerSecond / 2, peakStartsPerSecond)],
    [quotas.transitions, steps ? (polled ? 3 * peakPollsPerSecond : 2 * peakStartsPerSecond) : 0],
    [quotas.executionStarts, steps && !together ? peakStartsPerSecond : 0],
    [quotas.executionBurst, steps && together ? peakStartsPerSecond : 0],
    [quotas.taskTokens, steps && !polled && !together ? peakStartsPerSecond : 0],
    [quotas.openExecutions, steps ? held : 0],
    [quotas.historyEvents, steps && polled ? pollsPerJobP99 * assumptions.eventsPerPoll : 0],
    [quotas.durableOperations, engine === "durable functions" && polled ? pollsPerJobP99 + 2 : 0],
    [quotas.maxPollCount, conductor && polled ? pollsPerJobP99 : 0],
  ];
  return needs
    .filter(([{ limit }, needed]) => needed > limit)
    .map(([quota, needed]) => ({ ...quota, needed }));
}
