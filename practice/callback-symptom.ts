import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Task, Workflow } from "@long-running-api/conductor/client";
import { inSeconds } from "@long-running-api/foundation/text";
import { callbackNames } from "@long-running-api/kit/names";
import type { Place } from "../instructor/fault.ts";
import { answered, asked, isOpen, responseOf } from "../steps/05-run/record.ts";
import { terminateIfRunning } from "../steps/05-run/remove.ts";
import { enough, latestRun, requestIdOf, startRun, watchRun } from "./run.ts";
import {
  collectPolls,
  endLine,
  type Observe,
  type PollLine,
  pollLines,
  type Symptom,
  type SymptomKind,
} from "./symptom.ts";

/**
 * Runs the workflow that waits for its function's report, and watches it. A run that does not end is terminated. After a run
 * that went well its event is delivered once more, as Lambda may at any time.
 */
export async function observeCallback(learner: Place, options: Observe): Promise<Symptom> {
  const place = { ...learner, names: callbackNames(learner.names) };
  const started = await startRun(place);
  const { requestId } = started;
  if ("refused" in started) return { kind: "not started", requestId, lines: [started.refused] };
  const polls: PollLine[] = [];
  /** What the item said when the first task was over. */
  let itemThen: string | undefined;
  const latest = await watchRun(place, started.workflowId, {
    secondsMax: options.secondsMax,
    until: ({ status }) => !isOpen(status),
    async look(execution) {
      collectPolls(execution, polls);
      const first = execution.tasks?.[0];
      if (itemThen === undefined && first && !isOpen(first.status))
        itemThen = await itemStatus(place, requestId);
      options.onProgress?.(
        `the run is ${execution.status ?? "starting"}, its first task ${first?.status ?? "not there yet"}`,
      );
    },
  });
  await terminateIfRunning(await place.target.conductor(), started.workflowId, enough);
  const symptom = describe(latest, { polls, itemThen, watchedSeconds: options.secondsMax });
  const item = await itemStatus(place, requestId);
  const lines = [...symptom.lines, `the item of ${requestId} says ${item}`];
  if (symptom.kind !== "healthy") return { ...symptom, lines };
  options.onProgress?.("the same event once more");
  const became = await deliverAgain(place, latest);
  return became === item
    ? { ...symptom, lines }
    : {
        ...symptom,
        kind: "works twice",
        lines: [...lines, `then Lambda delivers the same event again: the item says ${became}`],
      };
}

/** The latest run that someone else has made, as its record shows it. */
export async function observeLatestCallback(learner: Place): Promise<Symptom> {
  const place = { ...learner, names: callbackNames(learner.names) };
  const latest = await latestRun(place);
  if (!latest) return { kind: "not started", requestId: "", lines: ["there is no run"] };
  const polls: PollLine[] = [];
  collectPolls(latest, polls);
  return describe(latest, { polls });
}

interface Described {
  polls: readonly PollLine[];
  /** Known only of a run that was watched. */
  itemThen?: string | undefined;
  watchedSeconds?: number;
}

function describe(execution: Workflow, { polls, itemThen, watchedSeconds }: Described): Symptom {
  const first = execution.tasks?.[0];
  const lines = [...(first ? [requestOf(first), stateOf(first)] : []), ...pollLines(polls)];
  return {
    kind: kindOf(first, requestIdOf(execution), itemThen),
    requestId: requestIdOf(execution),
    ...(execution.workflowId === undefined ? {} : { workflowId: execution.workflowId }),
    lines: [...lines, endLine(execution, lines, watchedSeconds)],
  };
}

function kindOf(first: Task | undefined, requestId: string, itemThen: string | undefined): SymptomKind {
  if (!first || Number(responseOf(first)?.["statusCode"] ?? 0) >= 400) return "start fails";
  if (isOpen(first.status)) return "waits on";
  if (first.status !== "COMPLETED") return "given up";
  const hasOwnResult = first.outputData?.["requestId"] === requestId;
  return hasOwnResult && (itemThen ?? "COMPLETED") === "COMPLETED" ? "healthy" : "reported early";
}

/** Its request, and the answer to it, as long as no report has replaced that. */
function requestOf(task: Task): string {
  const response = responseOf(task);
  return `${task.referenceTaskName}: ${asked(task)}${response ? ` → ${answered(response)}` : ""}`;
}

/** What became of the task that waits, and when. */
function stateOf({ referenceTaskName, status, startTime = 0, endTime = 0 }: Task): string {
  if (isOpen(status)) return `${referenceTaskName} is ${status}: it waits for a report`;
  return `${referenceTaskName} is ${status} after ${inSeconds(endTime - startTime)}`;
}

async function itemStatus({ target, names }: Place, requestId: string): Promise<string> {
  const client = new DynamoDBClient(target.aws);
  try {
    const read = new GetItemCommand({
      TableName: names.table,
      Key: { requestId: { S: requestId } },
      ConsistentRead: true,
    });
    return (await client.send(read)).Item?.["status"]?.S ?? "nothing";
  } finally {
    client.destroy();
  }
}

/** Delivers the event of a run again; returns what the item of its request says shortly afterwards. */
async function deliverAgain(place: Place, { workflowId, tasks, input }: Workflow): Promise<string> {
  const { target, names } = place;
  const requestId = String(input?.["requestId"]);
  const client = new LambdaClient(target.aws);
  try {
    const event = { action: "invoke", requestId, workflowId, taskId: tasks?.[0]?.taskId };
    const delivery = client.send(
      new InvokeCommand({
        FunctionName: names.function,
        Payload: new TextEncoder().encode(JSON.stringify(event)),
      }),
    );
    let became = "COMPLETED";
    let over = false;
    const end = delivery.finally(() => {
      over = true;
    });
    while (!over && became === "COMPLETED") became = await itemStatus(place, requestId);
    await end;
    return became;
  } finally {
    client.destroy();
  }
}
