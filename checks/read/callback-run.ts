import { setTimeout as sleep } from "node:timers/promises";
import type { Task, Workflow } from "@long-running-api/conductor/client";
import { readPollState } from "@long-running-api/conductor/http-poll/failures";
import { callbackNames } from "@long-running-api/kit/names";
import { bounded, type ProbeContext, within } from "../engine/probe-context.ts";
import { callbackFunction, callbackWorkflow, waitingTask } from "./callback.ts";
import { dynamodb, lambda } from "./clients.ts";
import { invocationsIn, lastErrorIn, linesByInvocation } from "./function-log.ts";

/** The latest run of the workflow that waits for a callback. Plain data. */
export interface CallbackRunSeen {
  workflowId: string;
  status: string;
  requestId: string;
  startedMs: number;
  /** The task that waits; undefined if the run has not reached it. */
  task: CallbackTaskSeen | undefined;
  /** The state in which the function found the task, if that had ended before it reported anything. */
  foundTask?: string;
  /** What the function's log says it has reported, if its task did not get that. */
  reportedElsewhere?: string;
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
  /** The status in its result, if that is another than COMPLETED. */
  resultStatus?: string;
  /** How many polls found the work unfinished after the task was COMPLETED with the run's own result. */
  unfinishedPolls?: number;
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
      const invocations = await endedInvocations(context, functionName, startedMs);
      const seen = view(execution, startedMs);
      return { ...seen, ...fromLog(invocations, seen) };
    }
    context.onProgress({
      what: `the run ${newest.workflowId} is ${execution.status}`,
      elapsedSeconds,
      limitSeconds,
    });
    await sleep(1000, undefined, { signal: context.signal });
  }
}

/** CloudWatch shows a line some seconds after it was written. */
const logSecondsMax = 15;

/**
 * The log by invocation, once each has its REPORT. The run can end before the function does: its last poll sees
 * COMPLETED in the table, and the function reports and logs after that.
 */
async function endedInvocations(
  context: ProbeContext,
  functionName: string,
  sinceMs: number,
): Promise<readonly (readonly string[])[]> {
  const start = context.now();
  for (;;) {
    const invocations = await linesByInvocation(context, functionName, sinceMs);
    const allEnded = invocationsIn(invocations.flat()).every(({ ms }) => ms !== undefined);
    if (allEnded || (context.now() - start) / 1000 >= logSecondsMax) return invocations;
    await sleep(200, undefined, { signal: context.signal });
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
  const requestId = String(execution.input?.["requestId"] ?? "");
  return {
    workflowId: execution.workflowId ?? "",
    status: execution.status ?? "",
    requestId,
    startedMs,
    task: task && viewTask(task, requestId, unfinishedPolls(execution.tasks ?? [])),
  };
}

function viewTask(task: Task, requestId: string, unfinished: number): CallbackTaskSeen {
  const { requestId: id, status: resultStatus } = task.outputData ?? {};
  const resultOf = id === undefined ? undefined : String(id);
  const isOwn = task.status === "COMPLETED" && resultOf === requestId;
  return {
    taskId: task.taskId ?? "",
    status: task.status ?? "",
    reason: task.reasonForIncompletion ?? "",
    resultOf,
    ...(isOwn && typeof resultStatus === "string" && resultStatus !== "COMPLETED" ? { resultStatus } : {}),
    ...(isOwn && unfinished > 0 ? { unfinishedPolls: unfinished } : {}),
    startedMs: task.startTime ?? 0,
    endedMs: task.endTime ?? 0,
  };
}

/** The polls before the last: what they found was not the end. A poll that failed does not count. */
function unfinishedPolls(tasks: readonly Task[]): number {
  const rounds = tasks.filter(({ loopOverTask, taskType }) => loopOverTask === true && taskType === "HTTP");
  const [poll] = tasks.filter(({ taskType }) => taskType === "HTTP_POLL");
  if (poll && readPollState(poll.outputData).lastFailures.length === 0)
    return Math.max(0, (poll.pollCount ?? 1) - 1);
  return Math.max(0, rounds.length - 1);
}

/** What the log shows of this run. An earlier run's event may be delivered again meanwhile, and fail again. */
export function fromLog(
  invocations: readonly (readonly string[])[],
  { requestId, task }: Pick<CallbackRunSeen, "requestId" | "task">,
): Pick<CallbackRunSeen, "foundTask" | "reportedElsewhere" | "log"> {
  const named = invocations.filter((lines) => lines.some((line) => names(line, requestId)));
  const anonymous = invocations.filter((lines) => !lines.some((line) => /requestId \\?"/.test(line)));
  const lines = (named.length > 0 ? named : anonymous).flat();
  const reports = lines.flatMap((line) => {
    const [, sent, found] = /: (?:reported (\w+)|not reported: the task is (\w+) already)/.exec(line) ?? [];
    return sent === undefined && found === undefined ? [] : [{ sent, found }];
  });
  const sent = reports.find((each) => each.sent !== undefined)?.sent;
  const foundTask = sent === undefined ? reports.at(-1)?.found : undefined;
  const log = lastErrorIn(lines);
  return {
    ...(foundTask === undefined ? {} : { foundTask }),
    ...(sent === undefined || task?.resultOf !== undefined ? {} : { reportedElsewhere: sent }),
    ...(log === undefined ? {} : { log }),
  };
}

/** Whether a line quotes an id, plainly or escaped, as in Lambda's JSON log format. */
function names(line: string, requestId: string): boolean {
  const quoted = JSON.stringify(requestId);
  return line.includes(quoted) || line.includes(JSON.stringify(quoted).slice(1, -1));
}

/** What happens when the event of a finished run is delivered once more. Plain data. */
export interface SecondDelivery {
  /** What the item of the request became meanwhile; undefined if it stayed COMPLETED. */
  became?: string;
  error?: string;
}

/** Delivers the latest run's event again, as Lambda may at any time, and watches the item of its request. */
export async function secondDelivery(context: ProbeContext): Promise<SecondDelivery | undefined> {
  const own = await context.ask(callbackFunction);
  const run = await context.ask(callbackRun);
  if (!own || !run?.task) return undefined;
  const { client, InvokeCommand } = await context.ask(lambda);
  const { requestId, workflowId, task } = run;
  const event = { action: "invoke", requestId, workflowId, taskId: task.taskId };
  let answered = false;
  const delivery = client
    .send(
      new InvokeCommand({
        FunctionName: own.arn,
        Payload: new TextEncoder().encode(JSON.stringify(event)),
      }),
      { abortSignal: within(context.signal, own.workSeconds + marginSeconds) },
    )
    .finally(() => {
      answered = true;
    });
  delivery.catch(() => {}); // it is thrown below
  let became: string | undefined;
  while (!answered && became === undefined) {
    const status = await itemStatus(context, requestId);
    if (status !== "COMPLETED") became = status ?? "gone";
    else await sleep(100, undefined, { signal: context.signal });
  }
  const { FunctionError, Payload } = await delivery;
  return {
    ...(became === undefined ? {} : { became }),
    ...(FunctionError === undefined ? {} : { error: new TextDecoder().decode(Payload).slice(0, 240) }),
  };
}

async function itemStatus(context: ProbeContext, requestId: string): Promise<string | undefined> {
  const { client, GetItemCommand } = await context.ask(dynamodb);
  const Key = { requestId: { S: requestId } };
  const read = new GetItemCommand({ TableName: context.names.table, Key, ConsistentRead: true });
  return (await client.send(read, bounded(context))).Item?.["status"]?.S;
}
