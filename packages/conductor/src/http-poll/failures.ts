import { shortened } from "@long-running-api/foundation/text";
import { isJsonObject } from "../json.ts";

/** Why a poll got no usable response, if the failure may be transient. */
export interface PollFailure {
  readonly poll: number;
  readonly reason: string;
}

/**
 * What a poll leaves to the next one, in the task's output under `polling`: any worker may take that one. Absent as long
 * as nothing has failed, nothing was abandoned and no Location is followed.
 */
export interface PollState {
  /**
   * To be added to `pollCount`, which starts again with each attempt of a task and counts deliveries: the polls of
   * abandoned attempts, less the deliveries for which a worker had no place.
   */
  readonly earlierPolls: number;
  readonly failuresInARow: number;
  /** The time that these failures cover: the requests and the delays after them. A pause of this process is not part of it. */
  readonly failingSeconds: number;
  /** The newest ones. They stay when a later poll succeeds. */
  readonly lastFailures: readonly PollFailure[];
  /** Where a 202 response sent us with its Location header. */
  readonly location?: string | undefined;
}

/** How long polling continues through transient failures. */
export interface FailureBudget {
  /** With this many failures in a row, the task fails. */
  readonly maxPollFailures: number;
  /** With failures in a row for longer than this, and at least three, the task fails. */
  readonly maxPollFailureSeconds: number;
}

export const noFailures: PollState = {
  earlierPolls: 0,
  failuresInARow: 0,
  failingSeconds: 0,
  lastFailures: [],
};

/** Outlasts a restart, a deployment and most outages of an API. */
export const failureBudget: FailureBudget = {
  maxPollFailures: 1_000_000,
  maxPollFailureSeconds: 600,
};

/** The task's own limits, else those of the server or the worker. */
export function budgetOf(own: GivenBudget, settings: GivenBudget): FailureBudget {
  return {
    maxPollFailures: own.maxPollFailures ?? settings.maxPollFailures ?? failureBudget.maxPollFailures,
    maxPollFailureSeconds:
      own.maxPollFailureSeconds ?? settings.maxPollFailureSeconds ?? failureBudget.maxPollFailureSeconds,
  };
}

type GivenBudget = { readonly [Limit in keyof FailureBudget]?: FailureBudget[Limit] | undefined };

const keptFailures = 5;
const reasonCharactersMax = 300;
/** Of one request, at most this much counts: a longer one was held up by this process. */
const requestSecondsMax = 60;
/** A long interval must not use up the time with its first failure. */
const timedFailuresMin = 3;

/** Reads the state out of the output of the task's last poll. Anything else there counts as none. */
export function readPollState(outputData: unknown): PollState {
  const kept = isJsonObject(outputData) ? outputData["polling"] : undefined;
  if (!isJsonObject(kept)) return noFailures;
  const count = (name: string): number => Math.max(0, Number(kept[name] ?? 0)) || 0;
  const failures = Array.isArray(kept["lastFailures"]) ? kept["lastFailures"] : [];
  const { location } = kept;
  return {
    earlierPolls: Number(kept["earlierPolls"] ?? 0) || 0,
    failuresInARow: count("failuresInARow"),
    failingSeconds: count("failingSeconds"),
    lastFailures: failures
      .filter(isJsonObject)
      .slice(-keptFailures)
      .map(({ poll, reason }) => ({ poll: Number(poll), reason: String(reason) })),
    ...(typeof location === "string" ? { location } : {}),
  };
}

/** An output with the state for the next poll. */
export function withState(outputData: Record<string, unknown>, state: PollState): Record<string, unknown> {
  const { earlierPolls, lastFailures, location, ...row } = state;
  const polling = {
    ...(earlierPolls !== 0 ? { earlierPolls } : {}),
    ...(lastFailures.length > 0 ? { ...row, lastFailures } : {}),
    ...(location === undefined ? {} : { location }),
  };
  return Object.keys(polling).length > 0 ? { ...outputData, polling } : outputData;
}

/** The state after one more failure; its delay is added by `afterDelay`. */
export function afterFailure(state: PollState, failure: PollFailure, requestSeconds: number): PollState {
  const { failuresInARow, failingSeconds, lastFailures } = state;
  const reason = shortened(failure.reason, reasonCharactersMax);
  return {
    ...state,
    failuresInARow: failuresInARow + 1,
    failingSeconds: rounded(failingSeconds + Math.min(requestSeconds, requestSecondsMax)),
    lastFailures: [...lastFailures, { ...failure, reason }].slice(-keptFailures),
  };
}

/** The state once the delay after a failure is known. */
export function afterDelay(state: PollState, delaySeconds: number): PollState {
  return { ...state, failingSeconds: rounded(state.failingSeconds + delaySeconds) };
}

/** The state after a successful poll: no consecutive failures any more, but the last ones are still listed. */
export function afterAnswer(state: PollState): PollState {
  return { ...state, failuresInARow: 0, failingSeconds: 0 };
}

/** The limit that is used up, as text; undefined while there is budget left. */
export function usedUp(
  { failuresInARow, failingSeconds }: PollState,
  { maxPollFailures, maxPollFailureSeconds }: FailureBudget,
): string | undefined {
  if (failuresInARow >= maxPollFailures) return `maxPollFailures is ${maxPollFailures}`;
  const timed = failuresInARow >= timedFailuresMin && failingSeconds >= maxPollFailureSeconds;
  return timed || maxPollFailureSeconds === 0
    ? `maxPollFailureSeconds is ${maxPollFailureSeconds}`
    : undefined;
}

/** The reason of a task whose budget is used up: the last failure, then the row of them unless it is the only one. */
export function describeRow(reason: string, state: PollState, limit: string): string {
  const { failuresInARow, failingSeconds, lastFailures } = state;
  if (failuresInARow <= 1) return reason;
  const before = new Set(lastFailures.slice(0, -1).map(({ reason }) => causeOf(reason)));
  const last = lastFailures.at(-1);
  if (last) before.delete(causeOf(last.reason));
  const others = before.size > 0 ? ` Before that: ${[...before].join("; ")}.` : "";
  const stop = reason.endsWith(".") ? "" : ".";
  return `${reason}${stop} The last ${failuresInARow} polls failed, within ${Math.round(failingSeconds)} s, and ${limit}.${others}`;
}

/** `503 Service Unavailable`, `Read timed out`: what failed, without the request and the body. */
function causeOf(reason: string): string {
  const [, cause] =
    /java\.lang\.Exception: (\d{3} .*?) on [A-Z]+ request/.exec(reason) ??
    /I\/O error on [A-Z]+ request for "[^"]*": (.*)$/s.exec(reason) ??
    [];
  return cause ?? reason;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
