import { setTimeout as sleep } from "node:timers/promises";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { dynamodb } from "./clients.ts";
import { findFunctionTable } from "./find-table.ts";
import { probePrefix, probeTime } from "./request-id.ts";
import { theFunction, theWorkTime } from "./the-function.ts";

const pagesMax = 5;

/** A check that polls for a completed item sees it within a second, and deletes it. */
const doneMarginSeconds = 3;
const lostMarginSeconds = 60;

/**
 * Deletes the items of probe requests that earlier checks left: those whose work is done, and those that no
 * function can still be working on. Only items with our own kind of id, and never an error: it is housekeeping.
 */
export async function sweepProbeRows(context: ProbeContext): Promise<void> {
  await undefinedIfUnreadable(context, async () =>
    removeRows(
      context,
      (await rowsWithWait(context)).filter(({ waitSeconds }) => waitSeconds <= 0),
    ),
  );
}

/** The same at the end of a check: waits a moment for requests that were in progress when the check began. */
export async function sweepAtTheEnd(context: ProbeContext): Promise<void> {
  await undefinedIfUnreadable(context, async () => {
    const soon = (await rowsWithWait(context)).filter(({ waitSeconds }) => waitSeconds <= doneMarginSeconds);
    if (soon.length === 0) return;
    const waitSeconds = Math.max(0, ...soon.map((row) => row.waitSeconds));
    await sleep(waitSeconds * 1000, undefined, { signal: context.signal });
    await removeRows(context, soon);
  });
}

/** Every probe request's item, with the time until it is no longer needed. */
async function rowsWithWait(context: ProbeContext): Promise<(ProbeRow & { waitSeconds: number })[]> {
  const table = await context.ask(findFunctionTable);
  if (!table) return [];
  const { timeoutSeconds } = await context.ask(theFunction);
  const { seconds } = await context.ask(theWorkTime);
  return (await probeRows(context, table.name)).flatMap((row) => {
    const time = probeTime(row.requestId);
    if (time === undefined) return []; // another id that begins like ours
    const done = row.status === "COMPLETED" || row.status === "FAILED";
    const neededSeconds = done ? seconds + doneMarginSeconds : timeoutSeconds + lostMarginSeconds;
    return [{ ...row, waitSeconds: neededSeconds - (context.now() - time) / 1000 }];
  });
}

async function removeRows(context: ProbeContext, rows: readonly ProbeRow[]): Promise<void> {
  const table = await context.ask(findFunctionTable);
  const { client, DeleteItemCommand } = await context.ask(dynamodb);
  for (const { requestId } of table ? rows : [])
    await client.send(
      new DeleteItemCommand({ TableName: table?.name, Key: { requestId: { S: requestId } } }),
      bounded(context),
    );
}

interface ProbeRow {
  requestId: string;
  status: string;
}

async function probeRows(context: ProbeContext, TableName: string): Promise<ProbeRow[]> {
  const { client, ScanCommand } = await context.ask(dynamodb);
  const rows: ProbeRow[] = [];
  let start: Record<string, { S: string }> | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new ScanCommand({
        TableName,
        ProjectionExpression: "requestId, #s",
        ExpressionAttributeNames: { "#s": "status" },
        FilterExpression: "begins_with(requestId, :prefix)",
        ExpressionAttributeValues: { ":prefix": { S: probePrefix } },
        ExclusiveStartKey: start,
      }),
      bounded(context),
    );
    rows.push(
      ...Items.map(({ requestId, status }) => ({ requestId: requestId?.S ?? "", status: status?.S ?? "" })),
    );
    const next = LastEvaluatedKey?.["requestId"]?.S;
    if (next === undefined) break;
    start = { requestId: { S: next } };
  }
  return rows;
}
