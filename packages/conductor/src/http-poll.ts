import { shortened } from "@long-running-api/foundation/text";
import { withoutQuery } from "./http/failure.ts";
import type { HttpResponseRecord } from "./http/judge.ts";
import { namesInCondition } from "./http-poll/condition-names.ts";
import { pollDelaySeconds } from "./http-poll/delay.ts";
import { continued } from "./http-poll/earlier-attempt.ts";
import {
  afterAnswer,
  afterDelay,
  afterFailure,
  budgetOf,
  describeRow,
  type PollState,
  readPollState,
  usedUp,
  withState,
} from "./http-poll/failures.ts";
import { headerIn, locationIn, requestAt } from "./http-poll/location.ts";
import type { NotSent, PollResult, PollSettings, PollTask, PollTools } from "./http-poll/model.ts";
import { filterOutput } from "./http-poll/output-filter.ts";
import { retryAfterSeconds } from "./http-poll/retry-after.ts";
import { type PollFields, readPollSettings } from "./http-poll/settings.ts";
import { describeScriptError, judgeCondition, type Verdict } from "./http-poll/verdict.ts";
import { isJsonObject } from "./json.ts";

export { pollDelaySeconds } from "./http-poll/delay.ts";
export type { EarlierAttempt } from "./http-poll/earlier-attempt.ts";
export { type FailureBudget, failureBudget } from "./http-poll/failures.ts";
export type {
  EarlierTasks,
  NotSent,
  PollResult,
  PollSettings,
  PollTask,
  PollTools,
} from "./http-poll/model.ts";
export { type PollFields, type PollingStrategy, readPollSettings } from "./http-poll/settings.ts";

/**
 * Does one poll of an HTTP_POLL task: sends one request and decides whether the task is done, continues later, or has
 * failed. After a transient failure, such as a 503 or a refused connection, it polls again. All state between polls is on the
 * server: the poll count and the task's output.
 * https://orkes.io/content/reference-docs/system-tasks/http-poll
 */
export async function pollOnce(
  task: PollTask,
  settings: PollSettings,
  tools: PollTools,
): Promise<PollResult> {
  const fields = readPollSettings(task.inputData);
  if ("problem" in fields) return failed(task, fields.problem);
  const state = await stateBefore(task);
  const count = task.pollCount + state.earlierPolls;
  const first = count <= 1;
  const wrong = first ? await tools.checkSyntax(fields.terminationCondition) : null;
  if (wrong)
    return failed(task, `terminationCondition: ${describeScriptError({ name: "SyntaxError", ...wrong })}`);
  const result = await askAndJudge({ task, fields, settings, tools, state, count });
  return first ? { ...result, logs: [...warningsOf(fields, settings), ...result.logs] } : result;
}

/** One poll, with what is known before its request. */
interface Poll {
  readonly task: PollTask;
  readonly fields: PollFields;
  readonly settings: PollSettings;
  readonly tools: PollTools;
  readonly state: PollState;
  /** The number of this poll, those of abandoned attempts included. */
  readonly count: number;
}

async function askAndJudge(poll: Poll): Promise<PollResult> {
  const { task, fields, tools, state, count } = poll;
  const startMs = tools.nowMs();
  const outcome = await tools.send(requestAt(fields.request, state.location), { strict: isStrict(poll) });
  const tookMs = tools.nowMs() - startMs;
  if ("notSent" in outcome) return later(poll, outcome);
  const asked = `poll ${count}: ${addressOf(fields, state)}`;
  const took = `in ${Math.round(tookMs)} ms`;
  if (!outcome.ok) {
    const { reason, response, passing } = outcome;
    const outputData = response === undefined ? {} : { response };
    const seen = `${asked} → no usable response, ${took}: ${reason}`;
    return passing && (!passing.onceAnswered || wasAnswered(poll))
      ? afterPassingFailure(poll, { reason, outputData, seen, tookMs, ...passing })
      : failedWith(reason, withState(outputData, state), seen);
  }
  const { response, unreadable } = outcome;
  const output = { response };
  const names = namesInCondition(fields.terminationCondition);
  const earlier = names.length > 0 ? await task.earlier?.(names) : undefined;
  const scope = { ...earlier, output, input: task.inputData };
  const evaluation = await tools.evaluate(fields.terminationCondition, scope);
  const verdict = judgeCondition(fields.terminationCondition, evaluation);
  const seen = `${asked} → ${response.statusCode} ${took}`;
  if (unreadable !== undefined && (verdict.kind === "problem" || isByLuck(verdict, response))) {
    const reason = `${unreadable}; the answer was ${response.statusCode}.`;
    return afterPassingFailure(poll, { reason, outputData: output, seen: `${seen}: ${reason}`, tookMs });
  }
  return afterVerdict(poll, { verdict, seen, response });
}

function isStrict({ fields, settings }: Poll): boolean {
  return fields.own.strict ?? settings.strict ?? false;
}

/** A condition returned -1 although the status allows a body that it could have read. A 204 has none, and may be what it looks for. */
function isByLuck({ kind }: Verdict, { statusCode }: HttpResponseRecord): boolean {
  const withBody = statusCode >= 200 && statusCode < 300 && statusCode !== 204 && statusCode !== 205;
  return kind === "fail" && withBody;
}

/** Whether a poll before these consecutive failures got a response. */
function wasAnswered({ count, state }: Poll): boolean {
  return count - 1 > state.failuresInARow;
}

const notSentSeconds = 2;

function later({ task, state, count }: Poll, { notSent }: NotSent): PollResult {
  const { polling: _, ...outputData } = isJsonObject(task.outputData) ? task.outputData : {};
  return {
    status: "IN_PROGRESS",
    outputData: withState(outputData, { ...state, earlierPolls: state.earlierPolls - 1 }),
    logs: [`poll ${count}: not sent: ${notSent}, next try in ${notSentSeconds} s`],
    callbackAfterSeconds: notSentSeconds,
  };
}

/** A transient failure: another poll may not meet it. */
interface SeenFailure {
  readonly reason: string;
  readonly outputData: Record<string, unknown>;
  readonly seen: string;
  readonly tookMs: number;
  readonly retryAfter?: string | undefined;
}

function afterPassingFailure(
  poll: Poll,
  { reason, outputData, seen, tookMs, retryAfter }: SeenFailure,
): PollResult {
  const { task, fields, settings, tools, count } = poll;
  if (isStrict(poll)) return failedWith(reason, outputData, seen);
  const state = afterFailure(poll.state, { poll: count, reason }, tookMs / 1000);
  const budget = budgetOf(fields.own, settings);
  const polls = count >= fields.maxPollCount ? `maxPollCount is ${fields.maxPollCount}` : undefined;
  const limit = usedUp(state, budget) ?? polls;
  if (limit === undefined) {
    const callbackAfterSeconds = delayAfter(poll, retryAfterSeconds(retryAfter, tools.wallMs()));
    const row = `${state.failuresInARow} in a row failed, next in ${callbackAfterSeconds} s`;
    return {
      status: "IN_PROGRESS",
      outputData: withState(outputData, afterDelay(state, callbackAfterSeconds)),
      logs: [logLine(`${seen}`, row)],
      callbackAfterSeconds,
    };
  }
  const ended = failedWith(describeRow(reason, state, limit), withState(outputData, state), seen);
  return task.retriesFailures ? { ...ended, status: "FAILED" } : ended;
}

interface SeenAnswer {
  readonly verdict: Verdict;
  readonly seen: string;
  readonly response: HttpResponseRecord;
}

function afterVerdict(poll: Poll, { verdict, seen, response }: SeenAnswer): PollResult {
  const { fields, tools, count } = poll;
  const from = poll.state.location ?? String(fields.request.uri);
  const location = fields.own.followLocation ? locationIn(response, from) : undefined;
  const state = { ...afterAnswer(poll.state), ...(location === undefined ? {} : { location }) };
  const { outputFilter } = fields;
  const output = outputFilter ? filterOutput(outputFilter, { response }) : { response };
  const outputData = withState(output, state);
  if (verdict.kind === "problem")
    return failedWith(verdict.problem, outputData, `${seen}, condition not evaluated: ${verdict.problem}`);
  const judged = `${seen}, condition ${verdict.value}`;
  if (verdict.kind === "done")
    return {
      status: "COMPLETED",
      outputData: outputFilter ? output : outputData,
      logs: [`${judged}, done`],
    };
  const answer = `the last answer was ${response.statusCode}`;
  if (verdict.kind === "fail")
    return failedWith(
      `terminationCondition returned -1 on poll ${count}; ${answer}.`,
      outputData,
      `${judged}, failed`,
    );
  if (count >= fields.maxPollCount)
    return failedWith(
      `terminationCondition did not hold in ${count} polls, and maxPollCount is ${fields.maxPollCount}; ${answer}.`,
      outputData,
      `${judged}, no more polls`,
    );
  const asked = response.statusCode === 202 ? headerIn(response, "retry-after") : undefined;
  const callbackAfterSeconds = delayAfter(poll, retryAfterSeconds(asked, tools.wallMs()));
  const logs = [`${judged}, next in ${callbackAfterSeconds} s`];
  return { status: "IN_PROGRESS", outputData, logs, callbackAfterSeconds };
}

function delayAfter({ fields, settings, tools, count }: Poll, retryAfterSeconds: number | undefined): number {
  return pollDelaySeconds({
    strategy: fields.pollingStrategy,
    intervalSeconds: fields.pollingIntervalSeconds,
    pollCount: count,
    minPollIntervalSeconds: settings.minPollIntervalSeconds,
    maxPollIntervalSeconds: fields.own.maxPollIntervalSeconds ?? settings.maxPollIntervalSeconds,
    retryAfterSeconds,
    jitter: fields.own.pollIntervalJitter ?? settings.pollIntervalJitter,
    random: tools.random,
  });
}

/** The state that earlier polls left: those of this attempt, or of the one that was abandoned before it. */
async function stateBefore(task: PollTask): Promise<PollState> {
  const state = readPollState(task.outputData);
  if (task.pollCount > 1 || !(Number(task.retryCount ?? 0) > 0)) return state;
  const attempt = await task.earlierAttempt?.();
  return attempt ? continued(attempt) : state;
}

function warningsOf(fields: PollFields, { minPollIntervalSeconds }: PollSettings): string[] {
  const { pollingIntervalSeconds: asked } = fields;
  const floor =
    asked < minPollIntervalSeconds
      ? [
          `pollingInterval ${asked} s is below this server's floor of ${minPollIntervalSeconds} s, which counts`,
        ]
      : [];
  return [...fields.warnings, ...floor].map((warning) => `warning: ${warning}`);
}

function failed({ pollCount }: PollTask, reason: string): PollResult {
  return failedWith(reason, {}, `poll ${pollCount}: no request was sent: ${reason}`);
}

const logCharactersMax = 400;

function failedWith(
  reasonForIncompletion: string,
  outputData: Record<string, unknown>,
  log: string,
): PollResult & { reasonForIncompletion: string } {
  const logs = [logLine(log)];
  return { status: "FAILED_WITH_TERMINAL_ERROR", reasonForIncompletion, outputData, logs };
}

/** A log line: a long one is cut, what follows from it is not. */
function logLine(log: string, then = ""): string {
  const cut = shortened(log, logCharactersMax);
  return then === "" ? cut : `${cut} (${then})`;
}

/** A URL's query may hold secrets: it is not shown. */
function addressOf({ request: { method, uri } }: PollFields, { location }: PollState): string {
  if (location !== undefined) return `GET ${withoutQuery(location)}`;
  return `${String(method ?? "?")} ${withoutQuery(String(uri ?? "?"))}`;
}
