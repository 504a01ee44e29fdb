import { setTimeout as sleep } from "node:timers/promises";
import type { Task, Workflow } from "@long-running-api/conductor/client";
import { readPollState } from "@long-running-api/conductor/http-poll/failures";
import {
  isJsonNumber,
  parseJson as parseConductorJson,
  stringifyJson,
} from "@long-running-api/conductor/json";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { pollTask, requestOf, startTask, tasksOf } from "../rules/workflow/tasks.ts";
import { type ConditionResult, evaluate } from "./condition.ts";
import { expectedWorkTime } from "./expected-work-time.ts";
import { findWorkflow } from "./find-workflow.ts";
import { lastError } from "./function-log.ts";
import { deployedAt } from "./the-api.ts";
import { theFunction } from "./the-function.ts";
import { theWorkflow } from "./the-workflow.ts";

/** A task of an execution, as its record shows it. */
export interface TaskRun {
  ref: string;
  status: string;
  /** It waited until it was reported as completed. */
  asyncComplete?: true;
  reason: string;
  pollCount: number;
  callbackAfterSeconds: number;
  scheduledMs: number;
  updatedMs: number;
  endedMs: number;
  uri: string;
  method: string;
  /** statusCode and body of the last response; undefined before the first one, and if only an error message is kept. */
  answer: { statusCode: number; body: unknown } | undefined;
  /** Its last polls had transient failures, and it continues to poll: how many in a row, and the last one's reason. */
  failing?: { inARow: number; reason: string };
}

/** The latest execution of the definition. Plain data. */
export interface RunSeen {
  workflowId: string;
  status: string;
  reason: string;
  version: number;
  latestVersion: number;
  /** As it was posted; empty if the input lacks it. */
  requestId: string;
  /** What was posted as the requestId, as JSON, where it is neither text nor a number. */
  oddId?: string;
  /** JSON. */
  input: string;
  startedMs: number;
  endedMs: number;
  start: TaskRun | undefined;
  poll: TaskRun | undefined;
  /** Another task, at which the run waits or ended. */
  halted: { ref: string; type: string; status: string; reason: string } | undefined;
  /** The result of the execution's own condition for the last response with the status COMPLETED. */
  onceCompleted: ConditionResult | undefined;
  /** How long the function works, and whether it has changed since this run. */
  workSeconds: number;
  workKnown: boolean;
  functionChanged: boolean;
  /** What was changed after the start of a run that did not complete. */
  changedSince?: readonly string[];
  nowMs: number;
  /** The error in the function's log since the run started, if the run is still polling. */
  log?: string;
}

/** The newest execution of the definition, once it has ended or is not expected to end. */
export async function latestRun(context: ProbeContext): Promise<RunSeen | undefined> {
  const { name } = await context.ask(theWorkflow);
  const conductor = await context.target.conductor();
  const [newest] = await conductor.executions(`workflowType='${name}'`);
  if (!newest) return undefined;
  const start = context.now();
  for (;;) {
    const execution = await conductor.execution(newest.workflowId);
    if (!execution) return undefined;
    const seen = await view(context, execution);
    const limitSeconds = patience(seen);
    if (!isHopeful(seen, limitSeconds)) return await withLog(context, seen);
    context.onProgress({
      what: `the run ${seen.workflowId} is ${seen.status}`,
      elapsedSeconds: (context.now() - start) / 1000,
      limitSeconds: limitSeconds - (start - seen.startedMs) / 1000,
    });
    await sleep(1000, undefined, { signal: context.signal });
  }
}

/** An ended run has its own reason, and may end before the function, which works on by itself, has logged anything. */
async function withLog(context: ProbeContext, seen: RunSeen): Promise<RunSeen> {
  if (seen.status !== "RUNNING") return seen;
  const log = await undefinedIfUnreadable(context, () => lastError(context, seen.startedMs));
  return log === undefined ? seen : { ...seen, log };
}

const marginSeconds = 15;

/** How long a run may take: the work, two polls, and a margin. */
function patience({ workSeconds, poll }: RunSeen): number {
  return workSeconds + 2 * Math.max(5, poll?.callbackAfterSeconds ?? 0) + marginSeconds;
}

/** After this many failures in a row, an API is not expected to answer soon. */
const failuresMax = 3;

/** Whether to wait for a run: it is running, within its time, and its condition can become true. */
function isHopeful(seen: RunSeen, limitSeconds: number): boolean {
  const { status, startedMs, nowMs, onceCompleted, poll, requestId } = seen;
  const sawEnd = poll?.answer !== undefined && statusIn(poll.answer.body).status === "COMPLETED";
  return (
    status === "RUNNING" &&
    requestId !== "" &&
    (poll?.failing?.inARow ?? 0) < failuresMax &&
    (nowMs - startedMs) / 1000 < limitSeconds &&
    (onceCompleted === undefined || onceCompleted.kind === "done") &&
    !(sawEnd && (poll?.pollCount ?? 0) > 0)
  );
}

async function view(context: ProbeContext, execution: Workflow): Promise<RunSeen> {
  const tasks = tasksOf(execution.workflowDefinition ?? { tasks: [] });
  const runs = await withSubWorkflows(context, execution.tasks ?? []);
  const start = lastOf(runs, startTask(tasks)?.ref, "HTTP");
  const poll = lastOf(runs, pollTask(tasks)?.ref, "HTTP_POLL") ?? lastInLoop(runs);
  const definedPoll = pollTask(tasks);
  // The run's own condition, if it has got that far: a definition may take it from an input.
  const filled = asObject(poll?.inputData?.["http_request"]) ?? poll?.inputData;
  const defined = definedPoll && requestOf(definedPoll)["terminationCondition"];
  const condition = definedPoll && String(filled?.["terminationCondition"] ?? defined ?? "");
  const work = await context.ask(expectedWorkTime);
  const settings = await undefinedIfUnreadable(context, () => context.ask(theFunction));
  const pollSeen = poll && viewTask(poll);
  const startedMs = execution.createTime ?? execution.startTime ?? 0;
  const posted = postedId(start) ?? execution.input?.["requestId"] ?? acknowledgedId(start);
  const ended = pollSeen?.answer && statusIn(pollSeen.answer.body).status === "COMPLETED";
  const functionChanged = settings !== undefined && settings.lastModifiedMs > startedMs;
  const changedSince =
    execution.status === "COMPLETED" && ended !== false
      ? []
      : await changesSince(context, execution, { startedMs, functionChanged });
  return {
    workflowId: execution.workflowId ?? "",
    status: execution.status ?? "",
    reason: execution.reasonForIncompletion ?? "",
    version: execution.workflowVersion ?? execution.workflowDefinition?.version ?? 1,
    latestVersion: (await context.ask(theWorkflow)).version,
    requestId: String(posted ?? ""),
    ...(isOdd(posted) ? { oddId: stringifyJson(posted) } : {}),
    input: stringifyJson(execution.input ?? {}),
    startedMs,
    endedMs: execution.endTime ?? 0,
    start: start && viewTask(start),
    poll: pollSeen,
    halted: haltedAt(runs.filter((task) => task !== start && task !== poll)),
    onceCompleted:
      pollSeen?.answer && condition ? await ifCompleted(context, condition, pollSeen, poll, runs) : undefined,
    workSeconds: work.seconds,
    workKnown: work.known,
    functionChanged,
    ...(changedSince.length > 0 ? { changedSince } : {}),
    nowMs: context.now(),
  };
}

/** Whether a requestId is neither text nor a number: a list or an object. */
function isOdd(posted: unknown): boolean {
  return typeof posted === "object" && posted !== null && !isJsonNumber(posted);
}

const subWorkflowsMax = 5;

/** A run's tasks, with those of the executions that its SUB_WORKFLOW tasks started: they may start or poll the work. */
async function withSubWorkflows(context: ProbeContext, tasks: readonly Task[]): Promise<readonly Task[]> {
  const ids = tasks.flatMap(({ subWorkflowId }) => subWorkflowId ?? []).slice(0, subWorkflowsMax);
  if (ids.length === 0) return tasks;
  const conductor = await context.target.conductor();
  const started = await Promise.all(ids.map((id) => conductor.execution(id)));
  return [...tasks, ...started.flatMap((execution) => execution?.tasks ?? [])];
}

/** What was changed after a run began. A run keeps its definition, and called the API and the function of its time. */
export async function changesSince(
  context: ProbeContext,
  execution: Workflow,
  { startedMs, functionChanged }: { startedMs: number; functionChanged: boolean },
): Promise<string[]> {
  const { found } = await context.ask(findWorkflow);
  const deployedMs = await undefinedIfUnreadable(context, () => context.ask(deployedAt));
  const ran = execution.workflowDefinition && comparable(execution.workflowDefinition);
  return [
    ...(found && ran !== undefined && ran !== comparable(found) ? ["the definition"] : []),
    ...(functionChanged ? ["the function"] : []),
    ...(deployedMs !== undefined && deployedMs > startedMs ? ["the deployment of the API"] : []),
  ];
}

/** The tasks of a definition as text; when a run begins, the server writes asyncComplete into the input of some. */
function comparable(definition: Parameters<typeof tasksOf>[0]): string {
  const tasks = tasksOf(definition).map((task) => {
    const { asyncComplete: _, ...inputParameters } = task.inputParameters;
    return { ...task, inputParameters };
  });
  return stringifyJson(tasks);
}

function lastOf(runs: readonly Task[], ref: string | undefined, type: string): Task | undefined {
  return runs.findLast((task) => task.taskType === type && (ref === undefined || refOf(task) === ref));
}

/** In a loop, a task's reference name ends with the iteration, as in `ask__2`. */
function refOf({ referenceTaskName = "" }: Task): string {
  return referenceTaskName.replace(/__\d+$/, "");
}

/** The task at which a run waits or ended. */
function haltedAt(runs: readonly Task[]): RunSeen["halted"] {
  const task = runs.findLast(({ status = "" }) => !/^(COMPLETED|SKIPPED|CANCELED)/.test(status));
  if (!task) return undefined;
  const { taskType: type = "", status = "", reasonForIncompletion: reason = "" } = task;
  return { ref: refOf(task), type, status, reason };
}

/** If a loop polls instead of HTTP_POLL: the last poll of its last iteration. */
function lastInLoop(runs: readonly Task[]): Task | undefined {
  return runs.findLast(({ taskType, iteration = 0 }) => taskType === "HTTP" && iteration > 0);
}

/** The requestId in the posted body; null if the input is missing. */
function postedId(task: Task | undefined): unknown {
  const request = asObject(task?.inputData?.["http_request"]) ?? task?.inputData;
  const body = request?.["body"];
  const fields = asObject(body) ?? (typeof body === "string" ? asObject(parseJson(body)) : undefined);
  return fields && "requestId" in fields ? (fields["requestId"] ?? "") : undefined;
}

/** The id in POST's response: an API may generate its own. */
function acknowledgedId(task: Task | undefined): unknown {
  return asObject(asObject(task?.outputData?.["response"])?.["body"])?.["requestId"];
}

function viewTask(task: Task): TaskRun {
  const request = asObject(task.inputData?.["http_request"]) ?? asObject(task.inputData) ?? {};
  const response = asObject(task.outputData?.["response"]);
  const { asyncComplete } = (task.workflowTask ?? {}) as { asyncComplete?: boolean };
  return {
    ...(asyncComplete || request["asyncComplete"] === true ? { asyncComplete: true } : {}),
    ref: task.referenceTaskName ?? "",
    status: task.status ?? "",
    reason: task.reasonForIncompletion ?? "",
    pollCount: task.pollCount ?? 0,
    callbackAfterSeconds: task.callbackAfterSeconds ?? 0,
    scheduledMs: task.scheduledTime ?? 0,
    updatedMs: task.updateTime ?? 0,
    endedMs: task.endTime ?? 0,
    uri: String(request["uri"] ?? ""),
    method: String(request["method"] ?? ""),
    answer: response && { statusCode: Number(response["statusCode"]), body: response["body"] },
    ...failingPolls(task),
  };
}

function failingPolls({ status, outputData }: Task): Pick<TaskRun, "failing"> {
  const { failuresInARow: inARow, lastFailures } = readPollState(outputData);
  const last = lastFailures.at(-1);
  return status === "IN_PROGRESS" && inARow > 0 && last ? { failing: { inARow, reason: last.reason } } : {};
}

/** The run's own condition, evaluated on its last response with the status COMPLETED. */
async function ifCompleted(
  context: ProbeContext,
  condition: string,
  { answer }: TaskRun,
  task: Task | undefined,
  runs: readonly Task[],
): Promise<ConditionResult> {
  const text = stringifyJson(answer?.body ?? null)
    .replace(/PROCESSING|NOT_FOUND/g, "COMPLETED")
    .replace(/"statusCode":\s*404/g, '"statusCode":200');
  const response = { ...asObject(task?.outputData?.["response"]), body: parseConductorJson(text) };
  const earlier = Object.fromEntries(
    runs.map(({ referenceTaskName = "", outputData }) => [referenceTaskName, { output: outputData }]),
  );
  return await evaluate(context, condition, { input: task?.inputData ?? {}, response, earlier });
}
