import { setTimeout as sleep } from "node:timers/promises";
import type { Task, Workflow } from "@long-running-api/conductor/client";
import { callbackNames } from "@long-running-api/kit/names";
import type { ProbeContext } from "../engine/probe-context.ts";
import { within } from "../engine/probe-context.ts";
import { type CallbackFunctionSeen, callbackFunction, callbackWorkflow, waitingTask } from "./callback.ts";
import { lambda } from "./clients.ts";
import { lastErrorIn, linesOf } from "./function-log.ts";

/** The latest run of the workflow that waits for a callback. Plain data. */
export interface CallbackRunSeen {
  workflowId: string;
  status: string;
  requestId: string;
  startedMs: number;
  /** The task that waits; undefined if the run has not reached it. */
  task: CallbackTaskSeen | undefined;
  /** Why the function's report came too late: the state in which it found the task. */
  foundTask?: string;
  /** The last error in the function's log since the run began. */
  log?: string;
}

/** The task that waits, as the run's record shows it. */
export interface CallbackTaskSeen {
  taskId: string;
  status: string;
  reason: string;
  /** The requestId in its result; undefined if the result has none. */
  resultOf: string | undefined;
  startedMs: number;
  endedMs: number;
}

const marginSeconds = 15;

/** The latest run, once it has ended or is not expected to end; undefined if there is none. */
export async function callbackRun(context: ProbeContext): Promise<CallbackRunSeen | undefined> {
  const { workflow, function: functionName } = callbackNames(context.names);
  const conductor = await context.target.conductor();
  const [newest] = await conductor.executions(`workflowType='${workflow}'`);
  if (!newest) return undefined;
  const limitSeconds = await patience(context);
  for (;;) {
    const execution = await conductor.execution(newest.workflowId);
    if (!execution) return undefined;
    const startedMs = execution.createTime ?? execution.startTime ?? 0;
    const elapsedSeconds = (context.now() - startedMs) / 1000;
    if (execution.status !== "RUNNING" || elapsedSeconds > limitSeconds) {
      const lines = await linesOf(context, functionName, startedMs);
      return { ...view(execution, startedMs), ...fromLog(lines) };
    }
    context.onProgress({
      what: `the run ${newest.workflowId} is ${execution.status}`,
      elapsedSeconds,
      limitSeconds,
    });
    await sleep(1000, undefined, { signal: context.signal });
  }
}

/** How long a run may take: the work, or the limit of its task, and a margin. */
async function patience(context: ProbeContext): Promise<number> {
  const own = await context.ask(callbackFunction);
  const limits = (await context.ask(callbackWorkflow))?.limits;
  return Math.max(own?.workSeconds ?? 0, limits?.timeoutSeconds ?? 0) + marginSeconds;
}

function view(execution: Workflow, startedMs: number): CallbackRunSeen {
  const ref = execution.workflowDefinition && waitingTask(execution.workflowDefinition)?.ref;
  const task = execution.tasks?.findLast(({ referenceTaskName }) => referenceTaskName === ref);
  return {
    workflowId: execution.workflowId ?? "",
    status: execution.status ?? "",
    requestId: String(execution.input?.["requestId"] ?? ""),
    startedMs,
    task: task && viewTask(task),
  };
}

function viewTask(task: Task): CallbackTaskSeen {
  const result = task.outputData?.["requestId"];
  return {
    taskId: task.taskId ?? "",
    status: task.status ?? "",
    reason: task.reasonForIncompletion ?? "",
    resultOf: result === undefined ? undefined : String(result),
    startedMs: task.startTime ?? 0,
    endedMs: task.endTime ?? 0,
  };
}

function fromLog(lines: readonly string[]): Pick<CallbackRunSeen, "foundTask" | "log"> {
  const found = lines.map((line) => /not reported: the task is (\w+) already/.exec(line)?.[1]);
  const foundTask = found.findLast((each) => each !== undefined);
  const log = lastErrorIn(lines);
  return { ...(foundTask === undefined ? {} : { foundTask }), ...(log === undefined ? {} : { log }) };
}

/** What the function does when the event of a finished run is delivered to it once more. Plain data. */
export interface SecondDelivery {
  ms: number;
  /** How long the work takes, in seconds. */
  workSeconds: number;
  error?: string;
}

/**
 * Delivers the latest run's event again: Lambda may do the same at any time. One that takes long is delivered once
 * more: the first start of a function on a busy machine may take as long as the work.
 */
export async function secondDelivery(context: ProbeContext): Promise<SecondDelivery | undefined> {
  const own = await context.ask(callbackFunction);
  const run = await context.ask(callbackRun);
  if (!own || !run?.task) return undefined;
  const { requestId, workflowId, task } = run;
  const event = { action: "invoke", requestId, workflowId, taskId: task.taskId };
  const first = await deliver(context, own, event);
  return isSlow(first) ? await deliver(context, own, event) : first;
}

/** Whether a delivery took as long as the work would, rather than the time to see that it is done. */
export function isSlow({ ms, workSeconds }: SecondDelivery): boolean {
  return ms > workSeconds * 750;
}

async function deliver(
  context: ProbeContext,
  { arn, workSeconds }: CallbackFunctionSeen,
  event: Readonly<Record<string, string>>,
): Promise<SecondDelivery> {
  const { client, InvokeCommand } = await context.ask(lambda);
  const start = performance.now();
  const answer = await client.send(
    new InvokeCommand({
      FunctionName: arn,
      LogType: "Tail",
      Payload: new TextEncoder().encode(JSON.stringify(event)),
    }),
    { abortSignal: within(context.signal, workSeconds + marginSeconds) },
  );
  const elapsedMs = performance.now() - start;
  // Lambda's own figure, where it gives one, is without the start of the execution environment.
  const log = Buffer.from(answer.LogResult ?? "", "base64").toString();
  const ms = Math.round(Number(/\tDuration: ([\d.]+) ms/.exec(log)?.[1] ?? elapsedMs));
  const text = new TextDecoder().decode(answer.Payload).slice(0, 240);
  return { ms, workSeconds, ...(answer.FunctionError === undefined ? {} : { error: text }) };
}
