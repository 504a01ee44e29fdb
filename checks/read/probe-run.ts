import { setTimeout as sleep } from "node:timers/promises";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { answeredEarly, promptSecondsMax, type RowSeen } from "../rules/asynchronous.ts";
import { parseJson } from "../rules/gateway/json.ts";
import { clientHeaderOf } from "../rules/gateway/request.ts";
import { postCall } from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { call, type HttpSeen } from "./call.ts";
import { dynamodb } from "./clients.ts";
import { expectedWorkTime } from "./expected-work-time.ts";
import { findFunctionTable } from "./find-table.ts";
import { lastError } from "./function-log.ts";
import { newProbeId, probeTime, unknownId } from "./request-id.ts";
import { sweepAtTheEnd, sweepProbeRows } from "./sweep.ts";
import { calledStage, theApi } from "./the-api.ts";
import { theFunction, theWorkTime } from "./the-function.ts";

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
    headers: { Accept: "application/json", "Content-Type": "application/json" },
  });
}

export interface Posted {
  requestId: string;
  answer: HttpSeen;
  /** The request's item right after a slow response; absent if the response was prompt or the table is unreadable. */
  row?: RowSeen;
  /** How long the function works on a request. */
  workSeconds: number;
  /** How long an earlier request took that is not counted, because of a cold start or a busy machine. */
  firstMs?: number;
}

/** A request that took longer than this is not repeated. */
const hiccupSecondsMax = 10;

/** Posts the probe request, after deleting the items that earlier checks left. */
export async function postProbe(context: ProbeContext): Promise<Posted> {
  await context.ask(sweepProbeRows);
  const first = await post(context);
  const { answer } = first;
  if (answer.kind !== "answer" || answer.status !== 202 || answer.ms >= hiccupSecondsMax * 1000) return first;
  if (answeredEarly({ ms: answer.ms, row: first.row, workSeconds: first.workSeconds })) return first;
  (await context.ask(announceOnLeaving, first.requestId))(); // its item is deleted at the end
  return { ...(await post(context)), firstMs: answer.ms };
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
  return postCall(requestId, calledStage(view), header === undefined ? {} : { [header]: "Event" });
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
}

const startSecondsMax = 20;

/** Polls until the function has stored the request. */
export async function followStart(context: ProbeContext): Promise<Followed> {
  const { requestId } = await context.ask(postProbe);
  const followed = await follow(context, {
    requestId,
    limitSeconds: startSecondsMax,
    until: (status) => status !== "NOT_FOUND",
  });
  const well = followed.status === "PROCESSING" || followed.status === "COMPLETED";
  if (well) return followed;
  const row = followed.status === "NOT_FOUND" ? await rowOf(context, requestId) : undefined;
  const noted = row?.kind === "row" ? { noted: row.json } : {};
  return { ...followed, ...(await logged(context, requestId)), ...noted };
}

const marginSeconds = 15;

/** Polls until the function has done its work, then deletes the item. */
export async function followEnd(context: ProbeContext): Promise<Followed & { row: "removed" | "left" }> {
  const { requestId } = await context.ask(followStart);
  const limitSeconds = await context.ask(followSecondsMax);
  const followed = await follow(context, {
    requestId,
    limitSeconds,
    // Once it is stored, only someone else can delete it.
    until: (status) => status === "COMPLETED" || status === "FAILED" || status === "NOT_FOUND",
  });
  const removed = followed.status === "COMPLETED" && (await removeRow(context, requestId));
  if (removed) (await context.ask(announceOnLeaving, requestId))();
  await sweepAtTheEnd(context); // requests that were in progress when this check started
  const log = followed.status === "COMPLETED" ? {} : await logged(context, requestId);
  return { ...followed, ...log, row: removed ? "removed" : "left" };
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
  until(status: string | undefined): boolean;
}

async function follow(
  context: ProbeContext,
  { requestId, limitSeconds, until }: FollowOptions,
): Promise<Followed> {
  const start = context.now();
  let polls = 0;
  let errors = 0;
  for (;;) {
    const last = await getStatus(context, requestId);
    polls += 1;
    const status = last.kind === "answer" ? statusIn(parseJson(last.body)).status : undefined;
    const good = last.kind === "answer" && last.status < 300;
    errors = good ? 0 : errors + 1;
    const elapsedSeconds = (context.now() - start) / 1000;
    const followed = { requestId, status, last, polls, elapsedSeconds, limitSeconds };
    const timeUp =
      elapsedSeconds >= limitSeconds && (polls >= pollsMin || elapsedSeconds >= 3 * limitSeconds);
    if ((good && until(status)) || errors >= errorsMax || timeUp) return followed;
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
