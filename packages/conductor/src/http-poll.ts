import { withoutQuery } from "./http/failure.ts";
import { namesInCondition } from "./http-poll/condition-names.ts";
import { pollDelaySeconds } from "./http-poll/delay.ts";
import { filterOutput } from "./http-poll/output-filter.ts";
import { type PollFields, readPollSettings } from "./http-poll/settings.ts";
import { describeScriptError, judgeCondition, type Verdict } from "./http-poll/verdict.ts";
import type { HttpOutcome, HttpRequestSpec } from "./http-request.ts";
import type { Sandbox } from "./sandbox/index.ts";

export { pollDelaySeconds } from "./http-poll/delay.ts";
export { type PollFields, type PollingStrategy, readPollSettings } from "./http-poll/settings.ts";

/** An HTTP_POLL task as delivered to a worker. */
export interface PollTask {
  inputData: Readonly<Record<string, unknown>>;
  /** 1 for the first poll. */
  pollCount: number;
  /**
   * The outputs of earlier tasks by reference name, each `{ output }`, as far as they are there. Asked for when the
   * condition names another task: `$.task_ref_name.output` (https://orkes.io/content/reference-docs/system-tasks/http-poll).
   */
  earlier?: (names: readonly string[]) => EarlierTasks | Promise<EarlierTasks>;
}

/** What a condition sees of earlier tasks, by reference name. */
export type EarlierTasks = Readonly<Record<string, { readonly output: unknown }>>;

export interface PollSettings {
  /** Shorter intervals are raised to this: 60 on an Orkes server, as its `min_poll_interval`. */
  minPollIntervalSeconds: number;
  maxPollIntervalSeconds?: number | undefined;
}

/** The side effects of a poll, as arguments. */
export interface PollTools extends Pick<Sandbox, "evaluate" | "checkSyntax"> {
  send(request: HttpRequestSpec): Promise<HttpOutcome>;
  /** Milliseconds from any origin. */
  nowMs(): number;
}

/** One log line: the request, the response, the condition's result. */
type LogLines = { logs: string[]; outputData: Record<string, unknown> };

/** `callbackAfterSeconds` and the statuses are Conductor's. */
export type PollResult = LogLines &
  (
    | { status: "COMPLETED" }
    | { status: "IN_PROGRESS"; callbackAfterSeconds: number }
    | { status: "FAILED_WITH_TERMINAL_ERROR"; reasonForIncompletion: string }
  );

/**
 * Does one poll of an HTTP_POLL task: sends one request and decides whether the task is done, continues later, or has failed. All
 * state between polls is on the server: the poll count.
 * https://orkes.io/content/reference-docs/system-tasks/http-poll
 */
export async function pollOnce(
  task: PollTask,
  settings: PollSettings,
  tools: PollTools,
): Promise<PollResult> {
  const fields = readPollSettings(task.inputData, settings.maxPollIntervalSeconds);
  if ("problem" in fields) return failed(task, fields.problem);
  const first = task.pollCount <= 1;
  const wrong = first ? await tools.checkSyntax(fields.terminationCondition) : null;
  if (wrong)
    return failed(task, `terminationCondition: ${describeScriptError({ name: "SyntaxError", ...wrong })}`);
  const result = await askAndJudge(task, fields, settings, tools);
  return first ? { ...result, logs: [...warningsOf(fields, settings), ...result.logs] } : result;
}

async function askAndJudge(
  task: PollTask,
  fields: PollFields,
  settings: PollSettings,
  tools: PollTools,
): Promise<PollResult> {
  const startMs = tools.nowMs();
  const outcome = await tools.send(fields.request);
  const asked = `poll ${task.pollCount}: ${addressOf(fields)}`;
  const took = `in ${Math.round(tools.nowMs() - startMs)} ms`;
  if (!outcome.ok) {
    const outputData = outcome.response === undefined ? {} : { response: outcome.response };
    return failedWith(
      outcome.reason,
      outputData,
      `${asked} → no answer that counts, ${took}: ${outcome.reason}`,
    );
  }
  const output = { response: outcome.response };
  const names = namesInCondition(fields.terminationCondition);
  const earlier = names.length > 0 ? await task.earlier?.(names) : undefined;
  const scope = { ...earlier, output, input: task.inputData };
  const evaluation = await tools.evaluate(fields.terminationCondition, scope);
  const verdict = judgeCondition(fields.terminationCondition, evaluation);
  const outputData = fields.outputFilter ? filterOutput(fields.outputFilter, output) : output;
  const seen = `${asked} → ${outcome.response.statusCode} ${took}`;
  return conclude(
    { verdict, seen, outputData, statusCode: outcome.response.statusCode },
    task,
    fields,
    settings,
  );
}

interface Poll {
  verdict: Verdict;
  seen: string;
  outputData: Record<string, unknown>;
  statusCode: number;
}

function conclude(
  { verdict, seen, outputData, statusCode }: Poll,
  { pollCount }: PollTask,
  fields: PollFields,
  { minPollIntervalSeconds, maxPollIntervalSeconds }: PollSettings,
): PollResult {
  if (verdict.kind === "problem")
    return failedWith(verdict.problem, outputData, `${seen}, condition not judged: ${verdict.problem}`);
  const judged = `${seen}, condition ${verdict.value}`;
  if (verdict.kind === "done") return { status: "COMPLETED", outputData, logs: [`${judged}, done`] };
  const answer = `the last answer was ${statusCode}`;
  if (verdict.kind === "fail")
    return failedWith(
      `terminationCondition returned -1 on poll ${pollCount}; ${answer}.`,
      outputData,
      `${judged}, failed`,
    );
  if (pollCount >= fields.maxPollCount)
    return failedWith(
      `terminationCondition did not hold in ${pollCount} polls, and maxPollCount is ${fields.maxPollCount}; ${answer}.`,
      outputData,
      `${judged}, no more polls`,
    );
  const callbackAfterSeconds = pollDelaySeconds({
    strategy: fields.pollingStrategy,
    intervalSeconds: fields.pollingIntervalSeconds,
    pollCount,
    minPollIntervalSeconds,
    maxPollIntervalSeconds,
  });
  const logs = [`${judged}, next in ${callbackAfterSeconds} s`];
  return { status: "IN_PROGRESS", outputData, logs, callbackAfterSeconds };
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
  return failedWith(reason, {}, `poll ${pollCount}: nothing was asked: ${reason}`);
}

const logCharactersMax = 400;

function failedWith(
  reasonForIncompletion: string,
  outputData: Record<string, unknown>,
  log: string,
): PollResult {
  const cut = log.length > logCharactersMax ? `${log.slice(0, logCharactersMax)}…` : log;
  return { status: "FAILED_WITH_TERMINAL_ERROR", reasonForIncompletion, outputData, logs: [cut] };
}

/** A URL's query may hold secrets: it is not shown. */
function addressOf({ request: { method, uri } }: PollFields): string {
  return `${String(method ?? "?")} ${withoutQuery(String(uri ?? "?"))}`;
}
