import type { HttpOutcome, HttpRequestSpec } from "../http-request.ts";
import type { Sandbox } from "../sandbox/index.ts";
import type { EarlierAttempt } from "./earlier-attempt.ts";
import type { FailureBudget } from "./failures.ts";

/** An HTTP_POLL task as delivered to a worker. */
export interface PollTask {
  inputData: Readonly<Record<string, unknown>>;
  /** 1 for the first poll. */
  pollCount: number;
  /** What the last poll left there: the state of the polling. */
  outputData?: unknown;
  /** 0 for the first attempt of the task. */
  retryCount?: number | undefined;
  /** The attempt before this one, as it ended. Asked for at the first poll of a further attempt. */
  earlierAttempt?: () => EarlierAttempt | undefined | Promise<EarlierAttempt | undefined>;
  /** Someone registered a definition for this task whose retries are for failures such as those of an outage. */
  retriesFailures?: boolean | undefined;
  /**
   * The outputs of earlier tasks by reference name, each `{ output }`, as far as they are there. Asked for when the
   * condition names another task: `$.task_ref_name.output` (https://orkes.io/content/reference-docs/system-tasks/http-poll).
   */
  earlier?: (names: readonly string[]) => EarlierTasks | Promise<EarlierTasks>;
}

/** What a condition sees of earlier tasks, by reference name. */
export type EarlierTasks = Readonly<Record<string, { readonly output: unknown }>>;

export interface PollSettings extends Partial<FailureBudget> {
  /** Shorter intervals are raised to this: 60 on an Orkes server, as its `min_poll_interval`. */
  minPollIntervalSeconds: number;
  /** Longer delays are cut to this, unless the task has its own `maxPollIntervalSeconds`. */
  maxPollIntervalSeconds?: number | undefined;
  pollIntervalJitter?: number | undefined;
  /** Every failure ends the task, unless the task says otherwise. */
  strict?: boolean | undefined;
}

/** The side effects of a poll, as arguments. */
export interface PollTools extends Pick<Sandbox, "evaluate" | "checkSyntax"> {
  /** `strict`: a failure ends the task, so a request that is never made must not count as one. */
  send(request: HttpRequestSpec, how: { readonly strict: boolean }): Promise<HttpOutcome | NotSent>;
  /** Milliseconds from any origin. */
  nowMs(): number;
  /** Milliseconds since 1970: a Retry-After may be a date. */
  wallMs(): number;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

/** A request for which there was no place: it is not a poll, and is made later. */
export interface NotSent {
  readonly notSent: string;
}

/** One log line: the request, the response, the condition's result. */
type LogLines = { logs: string[]; outputData: Record<string, unknown> };

/** `callbackAfterSeconds` and the statuses are Conductor's. */
export type PollResult = LogLines &
  (
    | { status: "COMPLETED" }
    | { status: "IN_PROGRESS"; callbackAfterSeconds: number }
    | { status: "FAILED" | "FAILED_WITH_TERMINAL_ERROR"; reasonForIncompletion: string }
  );
