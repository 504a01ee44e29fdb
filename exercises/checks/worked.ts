import { setTimeout as sleep } from "node:timers/promises";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type ProbeContext, within } from "../../checks/engine/probe-context.ts";
import { readError } from "../../checks/read/ask-function.ts";
import { dynamodb, lambda } from "../../checks/read/clients.ts";
import { expectedWorkTime } from "../../checks/read/expected-work-time.ts";
import { newProbeId } from "../../checks/read/request-id.ts";
import { short } from "../../checks/rules/gateway/json.ts";

/** What one call of the function with the action invoke did to the table. Plain data. */
export interface Worked {
  /** From the call to its end, in milliseconds. */
  endedMs: number;
  /** How long the work takes, in milliseconds. */
  workMs: number;
  /** From the call to the first moment at which the item was seen; nothing when it never was. */
  seenMs?: number;
  /** The item's status at that moment. */
  seenStatus?: string;
  /** The item once the call had ended, as DynamoDB writes it. */
  item?: Readonly<Record<string, AttributeValue>>;
  /** The item's status then. */
  status?: string;
  /** How the function failed. */
  error?: string;
  /** What the function returned when it was asked for the status of this item afterwards: its payload. */
  answer?: string;
  /** The item's status after that: a write that nothing waited for goes on as soon as the function runs again. */
  laterStatus?: string;
}

const errorCharactersMax = 220;
const callSecondsMax = 30;
const lookMs = 50;

/**
 * Calls the function directly and waits for its end, watching the table meanwhile; then asks it for the status. Its
 * item is removed again.
 */
export async function worked(context: ProbeContext): Promise<Worked> {
  const { table, function: FunctionName } = context.names;
  const database = await context.ask(dynamodb);
  const requestId = newProbeId(context.now());
  const Key = { requestId: { S: requestId } };
  const read = async () =>
    (await database.client.send(new database.GetItemCommand({ TableName: table, Key, ConsistentRead: true })))
      .Item;
  const start = context.now();
  let seen: Pick<Worked, "seenMs" | "seenStatus"> = {};
  let ended: { error?: string } | undefined;
  const call = invoke(context, FunctionName, { action: "invoke", requestId }).then(({ error }) => {
    ended = error === undefined ? {} : { error };
  });
  call.catch(() => {}); // it is thrown when it is awaited
  let reportedSeconds = 0;
  while (!ended) {
    if (seen.seenMs === undefined) seen = seenIn(await read(), context.now() - start);
    const elapsedSeconds = (context.now() - start) / 1000;
    if (elapsedSeconds > callSecondsMax) break;
    if (Math.floor(elapsedSeconds) > reportedSeconds) {
      reportedSeconds = Math.floor(elapsedSeconds);
      context.onProgress({ what: "the function works", elapsedSeconds, limitSeconds: callSecondsMax });
    }
    await Promise.race([call, sleep(lookMs, undefined, { signal: context.signal })]);
  }
  await call;
  const endedMs = context.now() - start;
  const item = await read();
  const asked = item && (await invoke(context, FunctionName, { action: "status", requestId }));
  const laterStatus = asked && (await read())?.["status"]?.S;
  await database.client.send(new database.DeleteItemCommand({ TableName: table, Key }));
  const status = item?.["status"]?.S;
  return {
    endedMs,
    workMs: (await context.ask(expectedWorkTime)).seconds * 1000,
    ...(seen.seenMs === undefined ? seenIn(item, endedMs) : seen),
    ...(item === undefined ? {} : { item }),
    ...(status === undefined ? {} : { status }),
    ...ended,
    ...(asked === undefined ? {} : { answer: asked.error ?? asked.payload }),
    ...(laterStatus === undefined ? {} : { laterStatus }),
  };
}

function seenIn(item: Worked["item"], seenMs: number): Pick<Worked, "seenMs" | "seenStatus"> {
  const seenStatus = item?.["status"]?.S;
  return { ...(item && { seenMs }), ...(seenStatus === undefined ? {} : { seenStatus }) };
}

/** What a second delivery of an event did to the item of a request whose work was over. Plain data. */
export interface DeliveredTwice {
  /** What the first call left in the item. */
  before?: string;
  /** What the item became during the second call; nothing if it stayed as it was. */
  became?: string;
  /** How the second call failed. */
  error?: string;
  /** From the second call to its end, in milliseconds. */
  endedMs?: number;
}

/** Calls the function once more with the event of `worked`, whose item is put back for it and removed again. */
export async function deliveredTwice(context: ProbeContext): Promise<DeliveredTwice> {
  const { table: TableName, function: FunctionName } = context.names;
  const database = await context.ask(dynamodb);
  const { item: Item, status: before } = await context.ask(worked);
  const id = Item?.["requestId"];
  if (!Item || !id?.S) return {};
  const requestId = id.S;
  const Key = { requestId: id };
  const status = async () =>
    (await database.client.send(new database.GetItemCommand({ TableName, Key, ConsistentRead: true })))
      .Item?.["status"]?.S;
  await database.client.send(new database.PutItemCommand({ TableName, Item }));
  const second = { ended: false };
  const start = context.now();
  const delivery = invoke(context, FunctionName, { action: "invoke", requestId }).finally(() => {
    second.ended = true;
  });
  delivery.catch(() => {}); // it is thrown when it is awaited
  let became: string | undefined;
  while (!second.ended && became === undefined) {
    const seen = await status();
    if (seen !== before) became = seen ?? "gone";
    else await Promise.race([delivery, sleep(lookMs, undefined, { signal: context.signal })]);
  }
  const { error } = await delivery;
  const endedMs = context.now() - start;
  await database.client.send(new database.DeleteItemCommand({ TableName, Key }));
  return {
    endedMs,
    ...(before === undefined ? {} : { before }),
    ...(became === undefined ? {} : { became }),
    ...(error === undefined ? {} : { error }),
  };
}

async function invoke(
  context: ProbeContext,
  FunctionName: string,
  event: { action: "invoke" | "status"; requestId: string },
): Promise<{ payload: string; error?: string }> {
  const { client, InvokeCommand } = await context.ask(lambda);
  const Payload = new TextEncoder().encode(JSON.stringify(event));
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload }), {
    abortSignal: within(context.signal, callSecondsMax),
  });
  const payload = new TextDecoder().decode(answer.Payload);
  if (answer.FunctionError === undefined) return { payload };
  const { errorType = answer.FunctionError, errorMessage = payload } = readError(payload);
  return { payload, error: short(`${errorType}: ${errorMessage}`, errorCharactersMax) };
}
