/** How a run waits for the function's answer. */
export type RunKind = "sync" | "poll" | "backoff" | "callback";

/** A stretch of time in ms since the run's start; without an end it is still going on. */
export interface Stretch {
  readonly start: number;
  readonly end?: number;
}

/** One request of a run, with the time its connection was open. */
export interface RunRequest extends Stretch {
  /** API Gateway's request ID, or the task's for a request to Conductor. */
  readonly id: string;
  readonly to: "api" | "conductor";
  readonly purpose: "invoke" | "poll" | "callback";
  /** 1 for the first poll. */
  readonly poll?: number;
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  /** When the caller stopped waiting, where that was before the end. */
  readonly gaveUp?: number;
  /** What the response said about the work, e.g. PROCESSING. */
  readonly state?: string;
}

/** One invocation of the function. */
export interface RunInvocation extends Stretch {
  readonly id: string;
  /** The request that caused it. */
  readonly requestId?: string;
  readonly purpose: "work" | "status";
  readonly billedMs?: number;
  readonly memoryMb?: number;
  readonly initMs?: number;
  readonly failed?: boolean;
}

/** One call of the table. */
export interface RunTableCall {
  readonly at: number;
  readonly purpose: "write" | "read";
  readonly operation: string;
  /** The status that a write set. */
  readonly value?: string;
}

/** A time between two polls, in which only the task's record exists. */
export interface RunWait extends Stretch {
  readonly seconds?: number;
}

/** One run of the workflow, as recorded by all participants. Times are ms since its start. */
export interface RunRecord {
  readonly id: string;
  readonly kind: RunKind;
  readonly workflow: string;
  readonly requestId: string;
  /** The start, in ms since 1970. */
  readonly startedAt: number;
  readonly status: string;
  /** When it ended; undefined while it runs. */
  readonly end?: number;
  readonly reason?: string;
  readonly pollSeconds?: number;
  readonly strategy?: string;
  /** Moments at which Conductor worked on it, each a few ms. */
  readonly decisions: readonly number[];
  readonly waits: readonly RunWait[];
  readonly requests: readonly RunRequest[];
  readonly invocations: readonly RunInvocation[];
  readonly tableCalls: readonly RunTableCall[];
  /** False where no journal was read: then only Conductor's own record is drawn. */
  readonly complete: boolean;
}

/** Whether the run, and all that it started, has ended. */
export function hasEnded({ end, requests, invocations }: RunRecord): boolean {
  return end !== undefined && [...requests, ...invocations].every((each) => each.end !== undefined);
}
