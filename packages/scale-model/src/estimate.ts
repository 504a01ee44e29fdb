import type { PollingStrategy } from "@long-running-api/conductor/http-poll/settings";
import { type Durations, meanDuration } from "./durations.ts";
import {
  type Jobs,
  type Load,
  loadOf,
  type QuotaHit,
  quotasHit,
  type Starts,
  secondsInDay,
  startsPerSecond,
} from "./load.ts";
import { measured } from "./measured.ts";
import { type PollFigures, pollFigures } from "./polls.ts";
import {
  type Assumptions,
  type Cost,
  costOf,
  daysInMonth,
  type Engine,
  engines,
  type Method,
  methods,
  times,
  type Usage,
  usageOfJob,
  usualAssumptions,
  type Work,
} from "./usage.ts";

export type { Durations } from "./durations.ts";
export type { Jobs, QuotaHit, Starts } from "./load.ts";
export type { Assumptions, Cost, Engine, Method, Usage, Work } from "./usage.ts";
export { usualAssumptions } from "./usage.ts";

/** The jobs, and how they are waited for. All times are in seconds. */
export interface Plan {
  readonly jobs: Jobs;
  readonly durations: Durations;
  readonly intervalSeconds: number;
  /** The strategy of the method `backoff`; `poll` is FIXED. */
  readonly backoff?: Exclude<PollingStrategy, "FIXED"> | undefined;
  /** The cap of the backoff. */
  readonly maxIntervalSeconds?: number | undefined;
  readonly minIntervalSeconds?: number | undefined;
  readonly starts?: Starts | undefined;
  readonly work?: Work | undefined;
  readonly assumptions?: Partial<Assumptions> | undefined;
}

/** What one way of waiting takes. */
export interface Row extends PollFigures, Load {
  readonly engine: Engine;
  readonly method: Method;
  readonly quotas: readonly QuotaHit[];
  /** Conductor OSS servers and workers like the measured ones; 0 where AWS runs the engine. */
  readonly servers: number;
  readonly workers: number;
  readonly month: Usage;
  readonly cost: Cost;
}

export interface Estimate {
  readonly jobsPerMonth: number;
  readonly startsPerSecond: number;
  readonly meanSeconds: number;
  /** Each engine with each method. */
  readonly rows: readonly Row[];
}

/** Polls, lateness, quotas, servers and a month's cost of a plan, for each engine and each method. */
export function estimate(plan: Plan): Estimate {
  const { jobs, durations, starts = "spread", work = "elsewhere" } = plan;
  const assumptions = { ...usualAssumptions, ...plan.assumptions };
  const rate = startsPerSecond(jobs, durations);
  const jobsPerMonth = rate * secondsInDay * daysInMonth;
  const figures = figuresOf(plan, assumptions);
  const rows = engines.flatMap((engine) =>
    methods.map((method): Row => {
      const polls = figures[method];
      const { pollsPerJob, pollsPerJobP99 } = polls;
      const kind = { engine, method, work, durations, pollsPerJob, assumptions };
      const load = loadOf({ ...kind, jobs, starts });
      const month = times(usageOfJob(kind), jobsPerMonth);
      return {
        engine,
        method,
        ...polls,
        ...load,
        quotas: quotasHit({ ...kind, jobs, starts, pollsPerJobP99 }, load),
        ...machinesFor(engine, load, assumptions),
        month,
        cost: costOf(month, assumptions),
      };
    }),
  );
  return { jobsPerMonth, startsPerSecond: rate, meanSeconds: meanDuration(durations), rows };
}

function figuresOf(plan: Plan, { requestSeconds }: Assumptions): Record<Method, PollFigures> {
  const { durations, intervalSeconds, minIntervalSeconds = 0, maxIntervalSeconds } = plan;
  const polling = { intervalSeconds, minIntervalSeconds };
  return {
    poll: pollFigures({ ...polling, strategy: "FIXED" }, durations),
    backoff: pollFigures(
      { ...polling, strategy: plan.backoff ?? "EXPONENTIAL_BACKOFF", maxIntervalSeconds },
      durations,
    ),
    callback: {
      pollsPerJob: 0,
      pollsPerJobP99: 0,
      latenessP50: requestSeconds,
      latenessP99: requestSeconds,
    },
  };
}

/** Enough machines that no poll of the busiest second is late. */
function machinesFor(
  engine: Engine,
  { peakPollsPerSecond, peakStartsPerSecond }: Load,
  { requestSeconds }: Assumptions,
): { servers: number; workers: number } {
  if (engine !== "Conductor") return { servers: 0, workers: 0 };
  const polling = peakPollsPerSecond / measured.ossPollsPerSecond;
  const starting = peakStartsPerSecond / measured.workflowsPerSecond.ossSqlite;
  const atOnce = (peakPollsPerSecond * requestSeconds) / measured.workerConcurrency;
  return { servers: Math.ceil(polling + starting), workers: Math.ceil(Math.max(polling, atOnce)) };
}
