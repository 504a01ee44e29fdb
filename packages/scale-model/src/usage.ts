import { type Durations, meanDuration } from "./durations.ts";
import { usdFor } from "./prices-and-quotas.ts";

export const engines = ["Conductor", "Step Functions", "durable functions"] as const;
export type Engine = (typeof engines)[number];

export const methods = ["poll", "backoff", "callback"] as const;
export type Method = (typeof methods)[number];

/** What is assumed of each invocation and checkpoint. */
export interface Assumptions {
  /** A poll's invocation, or one that only starts a job, in seconds. */
  readonly functionSeconds: number;
  readonly memoryGb: number;
  /** A poll's round trip as a worker sees it, in seconds; also how late a callback is. */
  readonly requestSeconds: number;
  /** What a durable function writes with each operation. */
  readonly bytesPerOperation: number;
  /** AWS's default for durable executions. */
  readonly retentionDays: number;
  /** Wait, GetItem and Choice in the history of Step Functions: 2 + 5 + 2. */
  readonly eventsPerPoll: number;
}

export const usualAssumptions: Assumptions = {
  functionSeconds: 0.02,
  memoryGb: 0.125,
  requestSeconds: 0.1,
  bytesPerOperation: 256,
  retentionDays: 14,
  eventsPerPoll: 9,
};

/** Where the work is done: in the Lambda function, as in the tutorial, or somewhere that costs AWS nothing. */
export type Work = "function" | "elsewhere";

/** What something takes of AWS: one job, or all jobs of a month. */
export interface Usage {
  readonly apiRequests: number;
  readonly invocations: number;
  /** Only of invocations that start or poll a job. */
  readonly functionSeconds: number;
  readonly workSeconds: number;
  readonly tableWrites: number;
  readonly tableReads: number;
  readonly transitions: number;
  readonly operations: number;
}

export interface JobKind {
  readonly engine: Engine;
  readonly method: Method;
  readonly work: Work;
  readonly durations: Durations;
  /** 0 for a callback. */
  readonly pollsPerJob: number;
  readonly assumptions: Assumptions;
}

/** What one job takes on average. */
export function usageOfJob({ engine, method, work, durations, pollsPerJob, assumptions }: JobKind): Usage {
  const inFunction = work === "function";
  const { functionSeconds } = assumptions;
  // The status row: written when the job starts and when it ends.
  const row = {
    tableWrites: 2,
    tableReads: pollsPerJob,
    workSeconds: inFunction ? meanDuration(durations) : 0,
  };
  const starts = { invocations: 1, functionSeconds: inFunction ? 0 : functionSeconds };
  if (engine === "Conductor")
    return {
      ...row,
      apiRequests: 1 + pollsPerJob,
      invocations: starts.invocations + pollsPerJob,
      functionSeconds: starts.functionSeconds + pollsPerJob * functionSeconds,
      transitions: 0,
      operations: 0,
    };
  if (engine === "Step Functions")
    return {
      ...row,
      ...starts,
      apiRequests: 0,
      // Start; GetItem and Choice for each poll, Wait between two; Succeed.
      transitions: method === "callback" ? 2 : 3 * pollsPerJob + 1,
      operations: 0,
    };
  const own = method === "callback" ? 2 : pollsPerJob;
  return {
    ...row,
    apiRequests: 0,
    invocations: own + (inFunction ? 1 : 0),
    functionSeconds: own * functionSeconds,
    transitions: 0,
    // The start; then the step that starts the job and one checkpoint for each poll, or waitForCallback's two.
    operations: method === "callback" ? 3 : 2 + pollsPerJob,
  };
}

/** The usage of many jobs. */
export function times(usage: Usage, jobs: number): Usage {
  return {
    apiRequests: usage.apiRequests * jobs,
    invocations: usage.invocations * jobs,
    functionSeconds: usage.functionSeconds * jobs,
    workSeconds: usage.workSeconds * jobs,
    tableWrites: usage.tableWrites * jobs,
    tableReads: usage.tableReads * jobs,
    transitions: usage.transitions * jobs,
    operations: usage.operations * jobs,
  };
}

/** A month's cost by service, in USD. Servers and workers of Conductor, logs and data transfer are not included. */
export interface Cost {
  readonly apiGateway: number;
  readonly lambda: number;
  readonly dynamodb: number;
  readonly stepFunctions: number;
  readonly durable: number;
  readonly total: number;
}

/** What a month's usage costs. */
export function costOf(month: Usage, assumptions: Assumptions): Cost {
  const million = 1_000_000;
  const gb = (month.operations * assumptions.bytesPerOperation) / 1_024 ** 3;
  const cost = {
    apiGateway: usdFor("apiRequest", month.apiRequests / million),
    lambda:
      usdFor("lambdaRequest", month.invocations / million) +
      usdFor("gbSecond", ((month.functionSeconds + month.workSeconds) * assumptions.memoryGb) / million),
    dynamodb:
      usdFor("tableWrite", month.tableWrites / million) + usdFor("tableRead", month.tableReads / million),
    stepFunctions: usdFor("transition", month.transitions / million),
    durable:
      usdFor("durableOperation", month.operations / million) +
      usdFor("durableWritten", gb) +
      usdFor("durableRetained", (gb * assumptions.retentionDays) / daysInMonth),
  };
  return { ...cost, total: Object.values(cost).reduce((sum, usd) => sum + usd, 0) };
}

/** A month is 30 days here. */
export const daysInMonth = 30;
