import { setTimeout as sleep } from "node:timers/promises";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { softly } from "../engine/explain-probe-failure.ts";
import { bounded, type Look } from "../engine/probe-context.ts";
import { Gone } from "../engine/resource-disappeared.ts";
import { parseJson } from "../rules/gateway/json.ts";
import { walkRequest } from "../rules/gateway/request.ts";
import { postCall } from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { call, type HttpSeen } from "./call.ts";
import { dynamodb } from "./clients.ts";
import { findFunctionTable } from "./find-table.ts";
import { lastError } from "./function-log.ts";
import { newProbeId, probeTime, unknownId } from "./request-id.ts";
import { sweepAtTheEnd, sweepProbeRows } from "./sweep.ts";
import { theApi, variablesOf } from "./the-api.ts";
import { theFunction, theWorkTime } from "./the-function.ts";

// The one request that the checks make: posted through the API as the workflow would, then polled until COMPLETED.

/** Where the stage is called, without a slash at the end. */
export async function invokeUrl(look: Look): Promise<string> {
  const { api, stage } = await look.ask(theApi);
  if (!stage.found) throw new Gone("The stage");
  return look.target.invokeUrl({ apiId: api.id, stage: stage.found.name });
}

/** What GET answers for an id that nobody has. */
export async function getUnknown(look: Look): Promise<{ requestId: string; answer: HttpSeen }> {
  const requestId = await look.ask(unknownId);
  return { requestId, answer: await getStatus(look, requestId) };
}

async function getStatus(look: Look, requestId: string): Promise<HttpSeen> {
  const base = await look.ask(invokeUrl);
  return await call(look, {
    method: "GET",
    url: `${base}/${requestId}`,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
  });
}

export interface Posted {
  requestId: string;
  answer: HttpSeen;
  /** How long an earlier request took, where that was too long to count: something was started cold, or was busy. */
  firstMs?: number;
}

/** POST has to answer within this time. */
export const postSecondsMax = 3;
/** Slower than this is no hiccup: whoever waits for the work waits again. */
const hiccupSecondsMax = 10;

/** Posts the probe request, after the rows that earlier checks had to leave are gone. */
export async function postProbe(look: Look): Promise<Posted> {
  await look.ask(sweepProbeRows);
  const first = await post(look);
  const { answer } = first;
  const slow = answer.kind === "answer" && answer.ms >= postSecondsMax * 1000;
  if (!slow || answer.status !== 202 || answer.ms >= hiccupSecondsMax * 1000) return first;
  (await look.ask(announceOnLeaving, first.requestId))(); // its row is swept at the end
  return { ...(await post(look)), firstMs: answer.ms };
}

async function post(look: Look): Promise<Posted> {
  const requestId = newProbeId(look.now());
  const { headers, body } = await probeCall(look, requestId);
  const url = `${await look.ask(invokeUrl)}/invoke-lambda`;
  look.ask(announceOnLeaving, requestId);
  return { requestId, answer: await call(look, { method: "POST", url, headers, body }) };
}

/** A method that takes the invocation type from its client gets it, as from the tutorial's workflow. */
async function probeCall(look: Look, requestId: string) {
  const view = await look.ask(theApi);
  const sample = postCall(requestId, variablesOf(view), { "X-Amz-Invocation-Type": "Event" });
  const sent = view.post?.integration && walkRequest(view.post.integration, sample);
  const fromClient = sent?.kind === "sent" && sent.invocation.sources.includes("client");
  return fromClient ? sample : postCall(requestId, variablesOf(view));
}

/** Told when the run is interrupted: the function goes on, and its last write brings the row back. */
async function announceOnLeaving(_: Look, requestId: string): Promise<() => void> {
  return beforeLeaving(() => {
    console.error(`The probe request ${requestId} is still being worked on. The next check removes its row.`);
  });
}

export interface Followed {
  requestId: string;
  /** What the last poll found; nothing where no answer could be read. */
  status: string | undefined;
  last: HttpSeen;
  polls: number;
  elapsedSeconds: number;
  limitSeconds: number;
  /** What the function's log says of an error meanwhile, where the status is not what it should be. */
  log?: string;
  /** The request's row, as JSON, where GET does not find it though it is there. */
  noted?: string;
}

const startSecondsMax = 20;

/** Polls until the function has noted the request. */
export async function followStart(look: Look): Promise<Followed> {
  const { requestId } = await look.ask(postProbe);
  const followed = await follow(look, {
    requestId,
    limitSeconds: startSecondsMax,
    until: (status) => status !== "NOT_FOUND",
  });
  const well = followed.status === "PROCESSING" || followed.status === "COMPLETED";
  if (well) return followed;
  const noted = followed.status === "NOT_FOUND" ? await rowOf(look, requestId) : undefined;
  return { ...followed, ...(await logged(look, requestId)), ...(noted === undefined ? {} : { noted }) };
}

const marginSeconds = 15;

/** Polls until the function has done its work, and removes the row then. */
export async function followEnd(look: Look): Promise<Followed & { row: "removed" | "left" }> {
  const { requestId } = await look.ask(followStart);
  const limitSeconds = await look.ask(followSecondsMax);
  const followed = await follow(look, {
    requestId,
    limitSeconds,
    // Once it was noted, only somebody else can make it unknown again.
    until: (status) => status === "COMPLETED" || status === "FAILED" || status === "NOT_FOUND",
  });
  const removed = followed.status === "COMPLETED" && (await removeRow(look, requestId));
  if (removed) (await look.ask(announceOnLeaving, requestId))();
  await sweepAtTheEnd(look); // what was still at work when this check began
  const log = followed.status === "COMPLETED" ? {} : await logged(look, requestId);
  return { ...followed, ...log, row: removed ? "removed" : "left" };
}

/** What the function's log says of an error since a probe was posted. */
async function logged(look: Look, requestId: string): Promise<{ log?: string }> {
  const log = await lastError(look, probeTime(requestId) ?? look.now());
  return log === undefined ? {} : { log };
}

/** The function's working time and a margin; where that cannot be told, all the time that Lambda gives it. */
async function followSecondsMax(look: Look): Promise<number> {
  const { seconds, known } = await look.ask(theWorkTime);
  const { timeoutSeconds } = await look.ask(theFunction);
  return (known ? seconds : Math.max(seconds, timeoutSeconds)) + marginSeconds;
}

const quickSeconds = 10;
const errorsMax = 3;

interface FollowOptions {
  requestId: string;
  limitSeconds: number;
  until(status: string | undefined): boolean;
}

async function follow(look: Look, { requestId, limitSeconds, until }: FollowOptions): Promise<Followed> {
  const start = look.now();
  let polls = 0;
  let errors = 0;
  for (;;) {
    const last = await getStatus(look, requestId);
    polls += 1;
    const status = last.kind === "answer" ? statusIn(parseJson(last.body)).status : undefined;
    const good = last.kind === "answer" && last.status < 300;
    errors = good ? 0 : errors + 1;
    const elapsedSeconds = (look.now() - start) / 1000;
    const followed = { requestId, status, last, polls, elapsedSeconds, limitSeconds };
    if ((good && until(status)) || errors >= errorsMax || elapsedSeconds >= limitSeconds) return followed;
    look.onProgress({
      what: `the probe request ${requestId} is ${status ?? "polled"}`,
      elapsedSeconds,
      limitSeconds,
    });
    await sleep(elapsedSeconds < quickSeconds ? 500 : 1000, undefined, { signal: look.signal });
  }
}

/** The probe's row in the function's table, as JSON. */
async function rowOf(look: Look, requestId: string): Promise<string | undefined> {
  const { client, GetItemCommand } = await look.ask(dynamodb);
  const answer = await softly(look, async () => {
    const table = await look.ask(findFunctionTable);
    const Key = { requestId: { S: requestId } };
    return table && (await client.send(new GetItemCommand({ TableName: table.name, Key }), bounded(look)));
  });
  return answer?.Item && JSON.stringify(answer.Item);
}

/** Whether the probe's row is gone. Never touches any other row. */
async function removeRow(look: Look, requestId: string): Promise<boolean> {
  const table = await look.ask(findFunctionTable);
  if (!table) return false;
  const { client, DeleteItemCommand } = await look.ask(dynamodb);
  const remove = new DeleteItemCommand({ TableName: table.name, Key: { requestId: { S: requestId } } });
  // Where it may not be removed that is told beside the verdict, and the next check tries again.
  return (await softly(look, () => client.send(remove, bounded(look)))) !== undefined;
}
