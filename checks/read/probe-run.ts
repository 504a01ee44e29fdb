import { setTimeout as sleep } from "node:timers/promises";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { answeredEarly, promptSecondsMax, type RowSeen } from "../rules/asynchronous.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import { clientHeaderOf } from "../rules/gateway/request.ts";
import { postCall } from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { apiKeyHeader } from "./api-key.ts";
import { call, type HttpSeen } from "./call.ts";
import { dynamodb } from "./clients.ts";
import { accepts404, conditionOnAnswer } from "./condition-on-answer.ts";
import { type EndedEarly, endedEarly } from "./ended-early.ts";
import { expectedWorkTime } from "./expected-work-time.ts";
import { findFunctionTable } from "./find-table.ts";
import { lastError } from "./function-log.ts";
import { provenRun } from "./proven-run.ts";
import { newProbeId, probeTime, unknownId } from "./request-id.ts";
import { sweepAtTheEnd, sweepProbeRows } from "./sweep.ts";
import { calledStage, theApi } from "./the-api.ts";
import { deletesItems, theFunction, theWorkTime } from "./the-function.ts";

// The one request that the checks make: posted through the API as the workflow would, then polled until COMPLETED.

/** The stage's invoke URL, without a trailing slash. */
export async function invokeUrl(context: ProbeContext): Promise<string> {
  const { api, stage } = await context.ask(theApi);
  if (!stage.found) throw new ResourceDisappeared("The stage");
  return context.target.invokeUrl({ apiId: api.id, stage: stage.found.name });
}

/** GET's response for an unknown requestId. */
export async function getUnknown(context: ProbeContext): Promise<{ requestId: string; answer: HttpSeen }> {
  const requestId = await context.ask(unknownId);
  return { requestId, answer: await getStatus(context, requestId) };
}

async function getStatus(context: ProbeContext, requestId: string): Promise<HttpSeen> {
  const base = await context.ask(invokeUrl);
  return await call(context, {
    method: "GET",
    url: `${base}/${requestId}`,
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      ...(await context.ask(apiKeyHeader)),
    },
  });
}

export interface Posted {
  requestId: string;
  answer: HttpSeen;
  /** The request's item right after a slow response; absent if the response was prompt or the table is unreadable. */
  row?: RowSeen;
  /** How long the function works on a request. */
  workSeconds: number;
  /** How long an earlier request took, which did not count because of a cold start or a busy machine. */
  firstMs?: number;
}

/** A request that took longer than this is not repeated. */
const hiccupSecondsMax = 10;

/** Posts the probe request, after deleting the items that earlier checks left. */
export async function postProbe(context: ProbeContext): Promise<Posted> {
  await context.ask(sweepProbeRows);
  const first = await post(context);
  const { answer } = first;
  const made = await idMadeByTheApi(context, first);
  if (made !== undefined) return { ...first, requestId: made };
  if (answer.kind !== "answer" || answer.status !== 202 || answer.ms >= hiccupSecondsMax * 1000) return first;
  if (answeredEarly({ ms: answer.ms, row: first.row, workSeconds: first.workSeconds })) return first;
  (await context.ask(announceOnLeaving, first.requestId))(); // its item is deleted at the end
  return { ...(await post(context)), firstMs: answer.ms };
}

/** The id of the answer, where a run proved that the API makes ids of its own, and the workflow polls for them. */
async function idMadeByTheApi(
  context: ProbeContext,
  { requestId, answer }: Posted,
): Promise<string | undefined> {
  const made = answer.kind === "answer" ? asObject(parseJson(answer.body))?.["requestId"] : undefined;
  if (typeof made !== "string" || made === "" || made === requestId) return undefined;
  const proof = await undefinedIfUnreadable(context, () => context.ask(provenRun));
  return proof && made;
}

async function post(context: ProbeContext): Promise<Posted> {
  const requestId = newProbeId(context.now());
  const { headers, body } = await probeCall(context, requestId);
  const url = `${await context.ask(invokeUrl)}/invoke-lambda`;
  context.ask(announceOnLeaving, requestId);
  const { seconds: workSeconds } = await context.ask(expectedWorkTime);
  const answer = await call(context, { method: "POST", url, headers, body });
  const slow = answer.kind === "answer" && answer.ms >= promptSecondsMax * 1000;
  const row = slow ? await rowOf(context, requestId) : undefined;
  return { requestId, answer, workSeconds, ...(row ? { row } : {}) };
}

/** The invocation type for a method that takes it from its client, as the tutorial's workflow sends it. */
async function probeCall(context: ProbeContext, requestId: string) {
  const view = await context.ask(theApi);
  const integration = view.post?.integration;
  const header = integration && clientHeaderOf(integration);
  return postCall(requestId, calledStage(view), {
    ...(header === undefined ? {} : { [header]: "Event" }),
    ...(await context.ask(apiKeyHeader)),
  });
}

/** Printed when the run is interrupted: the function keeps running, and its last write creates the item again. */
async function announceOnLeaving(context: ProbeContext, requestId: string): Promise<() => void> {
  const forget = beforeLeaving(() => {
    console.error(
      `The function is still working on the probe request ${requestId}. The next check deletes its item.`,
    );
  });
  context.atEnd(() => void forget()); // the verdicts of a complete run report what is left
  return forget;
}

export interface Followed {
  requestId: string;
  /** The status in the last poll; undefined if its response has none. */
  status: string | undefined;
  last: HttpSeen;
  polls: number;
  elapsedSeconds: number;
  limitSeconds: number;
  /** The error in the function's log, if the status is not as expected. */
  log?: string;
  /** The request's item, as JSON, if it exists but GET does not find it. */
  noted?: string;
  /** The result of a proven workflow's condition for the last response, if that lacks the tutorial's status. */
  condition?: "done" | "again";
  /** Set if COMPLETED came before the work can have finished: the time after the request, and the time that the work takes. */
  tooSoon?: { elapsedSeconds: number; workSeconds: number };
}

const startSecondsMax = 20;

/** Polls until the function has stored the request. */
export async function followStart(context: ProbeContext): Promise<Followed> {
  const { requestId } = await context.ask(postProbe);
  const { unfinishedSeconds: _, ...followed } = await follow(context, {
    requestId,
    limitSeconds: startSecondsMax,
    until: (status) => status !== "NOT_FOUND",
  });
  if (followed.status === "COMPLETED") return { ...followed, ...(await soon(context, requestId)) };
  const well = followed.status === "PROCESSING";
  if (well) return followed;
  const condition = await conditionOnAnswer(context, followed.last);
  if (condition) return { ...followed, condition };
  const row = followed.status === "NOT_FOUND" ? await rowOf(context, requestId) : undefined;
  const noted = row?.kind === "row" ? { noted: row.json } : {};
  return { ...followed, ...(await logged(context, requestId)), ...noted };
}

const marginSeconds = 15;

export interface FollowedToTheEnd extends Followed {
  row: "removed" | "left";
  early?: EndedEarly;
  /** The item was stored and is gone, and the function's code deletes items. */
  deletes?: true;
}

/** Polls until the function has done its work, then deletes the item. */
export async function followEnd(context: ProbeContext): Promise<FollowedToTheEnd> {
  const { requestId, status: before, polls } = await context.ask(followStart);
  const limitSeconds = await context.ask(followSecondsMax);
  const { unfinishedSeconds, ...followed } = await follow(context, {
    requestId,
    limitSeconds,
    // Once it was stored, only someone else can make it unknown again.
    until: async (status, last) =>
      status === "COMPLETED" ||
      status === "FAILED" ||
      status === "NOT_FOUND" ||
      (status !== "PROCESSING" && (await conditionOnAnswer(context, last)) === "done"),
  });
  const condition =
    followed.status === "COMPLETED" ? undefined : await conditionOnAnswer(context, followed.last);
  const completed = followed.status === "COMPLETED";
  const soonSeen = completed && before !== "COMPLETED" ? await soon(context, requestId) : {};
  const unfinished = {
    sinceMs: probeTime(requestId) ?? context.now(),
    unfinishedSeconds,
    polls: polls + followed.polls,
    completed,
  };
  const noted = completed || followed.status === "PROCESSING";
  const early = before !== "COMPLETED" && noted ? await endedEarly(context, unfinished) : undefined;
  const removed = (completed || condition === "done") && (await removeRow(context, requestId));
  if (removed) (await context.ask(announceOnLeaving, requestId))();
  await sweepAtTheEnd(context); // requests that were in progress when this check started
  const log = followed.status === "COMPLETED" ? {} : await logged(context, requestId);
  return {
    ...followed,
    ...log,
    ...soonSeen,
    ...(early ? { early } : {}),
    ...(followed.status === "NOT_FOUND" && (await context.ask(deletesItems)) ? { deletes: true } : {}),
    ...(condition ? { condition } : {}),
    row: removed ? "removed" : "left",
  };
}

/** Whether COMPLETED came in less than half of the work's time; a busy machine makes it later, never sooner. */
async function soon(context: ProbeContext, requestId: string): Promise<Pick<Followed, "tooSoon">> {
  const elapsedSeconds = (context.now() - (probeTime(requestId) ?? 0)) / 1000;
  const { seconds: workSeconds, known } = await context.ask(expectedWorkTime);
  return known && elapsedSeconds < workSeconds / 2 ? { tooSoon: { elapsedSeconds, workSeconds } } : {};
}

/** The error in the function's log since a probe request was posted. */
async function logged(context: ProbeContext, requestId: string): Promise<{ log?: string }> {
  const log = await lastError(context, probeTime(requestId) ?? context.now());
  return log === undefined ? {} : { log };
}

/** The function's working time and a margin; if unknown, its timeout. */
async function followSecondsMax(context: ProbeContext): Promise<number> {
  const { seconds, known } = await context.ask(theWorkTime);
  const { timeoutSeconds } = await context.ask(theFunction);
  return (known ? seconds : Math.max(seconds, timeoutSeconds)) + marginSeconds;
}

const quickSeconds = 10;
const errorsMax = 3;
/** If each poll takes seconds, the machine is busy and gets more time, up to three times the limit. */
const pollsMin = 12;

interface FollowOptions {
  requestId: string;
  limitSeconds: number;
  until(status: string | undefined, last: HttpSeen): boolean | Promise<boolean>;
}

async function follow(
  context: ProbeContext,
  { requestId, limitSeconds, until }: FollowOptions,
): Promise<Followed & { unfinishedSeconds: number }> {
  const start = context.now();
  let polls = 0;
  let errors = 0;
  let unfinishedSeconds = 0;
  for (;;) {
    const askedSeconds = (context.now() - start) / 1000;
    const last = await getStatus(context, requestId);
    polls += 1;
    const unknownYet = last.kind === "answer" && last.status === 404 && (await context.ask(accepts404));
    const polled = last.kind === "answer" ? statusIn(parseJson(last.body)).status : undefined;
    const status = unknownYet ? "NOT_FOUND" : polled;
    const good = last.kind === "answer" && (last.status < 300 || unknownYet);
    errors = good ? 0 : errors + 1;
    const elapsedSeconds = (context.now() - start) / 1000;
    const ended = good && (await until(status, last));
    if (good && !ended) unfinishedSeconds = askedSeconds;
    const followed = { requestId, status, last, polls, elapsedSeconds, limitSeconds, unfinishedSeconds };
    const timeUp =
      elapsedSeconds >= limitSeconds && (polls >= pollsMin || elapsedSeconds >= 3 * limitSeconds);
    if (ended || errors >= errorsMax || timeUp) return followed;
    context.onProgress({
      what: `the probe request ${requestId} is ${status ?? "polled"}`,
      elapsedSeconds,
      limitSeconds,
    });
    await sleep(elapsedSeconds < quickSeconds ? 500 : 1000, undefined, { signal: context.signal });
  }
}

/** The probe request's item in the function's table; undefined if it cannot be read. */
async function rowOf(context: ProbeContext, requestId: string): Promise<RowSeen | undefined> {
  const { client, GetItemCommand } = await context.ask(dynamodb);
  const Key = { requestId: { S: requestId } };
  return await undefinedIfUnreadable(context, async (): Promise<RowSeen | undefined> => {
    const table = await context.ask(findFunctionTable);
    if (!table) return undefined;
    const { Item } = await client.send(new GetItemCommand({ TableName: table.name, Key }), bounded(context));
    return Item ? { kind: "row", json: JSON.stringify(Item) } : { kind: "none" };
  });
}

/** Deletes the probe request's item, and no other one; returns whether it is gone. */
async function removeRow(context: ProbeContext, requestId: string): Promise<boolean> {
  const table = await context.ask(findFunctionTable);
  if (!table) return false;
  const { client, DeleteItemCommand } = await context.ask(dynamodb);
  const remove = new DeleteItemCommand({ TableName: table.name, Key: { requestId: { S: requestId } } });
  // If it cannot be deleted, the verdict says so, and the next check tries again.
  return (await undefinedIfUnreadable(context, () => client.send(remove, bounded(context)))) !== undefined;
}
