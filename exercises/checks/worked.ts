import { setTimeout as sleep } from "node:timers/promises";
import { type ProbeContext, within } from "../../checks/engine/probe-context.ts";
import { dynamodb, lambda } from "../../checks/read/clients.ts";
import { newProbeId } from "../../checks/read/request-id.ts";

/** What one call of the function with the action invoke did to the table. Plain data. */
export interface Worked {
  /** From the call to its end, in milliseconds. */
  endedMs: number;
  /** From the call to the first moment at which the item was seen; nothing when it never was. */
  seenMs?: number;
  /** The item's status once the call had ended. */
  status?: string;
  /** How the function failed. */
  error?: string;
}

const callSecondsMax = 30;
const lookMs = 50;

/** Calls the function directly and waits for its end, watching the table meanwhile. Its item is removed again. */
export async function worked(context: ProbeContext): Promise<Worked> {
  const { table, function: FunctionName } = context.names;
  const database = await context.ask(dynamodb);
  const requestId = newProbeId(context.now());
  const Key = { requestId: { S: requestId } };
  const read = async () =>
    (await database.client.send(new database.GetItemCommand({ TableName: table, Key, ConsistentRead: true })))
      .Item;
  const start = context.now();
  let seenMs: number | undefined;
  let ended: { error?: string } | undefined;
  const call = invoke(context, FunctionName, requestId).then((result) => {
    ended = result;
  });
  call.catch(() => {}); // it is thrown when it is awaited
  let reportedSeconds = 0;
  while (!ended) {
    if (seenMs === undefined && (await read())) seenMs = context.now() - start;
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
  await database.client.send(new database.DeleteItemCommand({ TableName: table, Key }));
  const status = item?.["status"]?.S;
  return {
    endedMs,
    ...(seenMs === undefined ? (item ? { seenMs: endedMs } : {}) : { seenMs }),
    ...(status === undefined ? {} : { status }),
    ...ended,
  };
}

async function invoke(
  context: ProbeContext,
  FunctionName: string,
  requestId: string,
): Promise<{ error?: string }> {
  const { client, InvokeCommand } = await context.ask(lambda);
  const Payload = new TextEncoder().encode(JSON.stringify({ action: "invoke", requestId }));
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload }), {
    abortSignal: within(context.signal, callSecondsMax),
  });
  if (answer.FunctionError === undefined) return {};
  const payload = new TextDecoder().decode(answer.Payload);
  const { errorType = answer.FunctionError, errorMessage = payload } = readError(payload);
  return { error: `${errorType}: ${errorMessage}` };
}

function readError(payload: string): { errorType?: string; errorMessage?: string } {
  try {
    return JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  } catch {
    return {};
  }
}
