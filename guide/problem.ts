import { randomBytes } from "node:crypto";
import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { once } from "@long-running-api/foundation/once";
import { Problem } from "@long-running-api/foundation/problem";
import { inSeconds } from "@long-running-api/foundation/text";
import { waitUntil } from "@long-running-api/foundation/wait";
import { beforeLeaving } from "@long-running-api/kit/interrupt";
import { pressCtrlC, readKeys } from "@long-running-api/kit/keys";
import { createLiveBlock } from "@long-running-api/kit/live-block";
import { type Names, readNames } from "@long-running-api/kit/names";
import type { Output } from "@long-running-api/kit/output";
import { table } from "../steps/01-table/index.ts";
import { lambda } from "../steps/02-lambda/index.ts";
import { createWaitingApi } from "../steps/05-run/sync.ts";
import type { Work } from "../steps/step.ts";
import { callsSince, journalEnd } from "./held.ts";

/** How long the caller waits: Conductor's HTTP task, unless it is set otherwise. */
const callerSeconds = 3;
/** How long API Gateway waits for the function. */
const gatewaySecondsMax = 29;
const workSecondsMax = 120;
const lookMs = 200;

/** The synchronous way: the caller's connection, and the API's own to the function, in seconds. */
export interface Held {
  calledSeconds: number;
  heldSeconds: number | undefined;
}

/**
 * Calls the function as the tutorial's problem does: an API that waits for it, and a caller that gives up. Shows the
 * function working on, and its item. Made under names of its own and deleted again; Enter stops watching.
 */
export async function showProblem(work: Work): Promise<Held> {
  const { target, output } = work;
  const own: Work = { ...work, names: ownNames(work.names) };
  const clients = { gateway: new APIGatewayClient(target.aws), lambda: new LambdaClient(target.aws) };
  let api: Awaited<ReturnType<typeof createWaitingApi>> | undefined;
  const cleanUp = once(async () => {
    await api?.remove();
    await lambda.undo(own);
    await table.undo(own);
  });
  const forget = beforeLeaving(cleanUp);
  try {
    await table.apply(own);
    await lambda.apply(own);
    api = await createWaitingApi(own, clients);
    const since = await journalEnd(target);
    const url = `${target.invokeUrl({ apiId: api.id, stage: own.names.stage })}/invoke-lambda`;
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    output.say(`  ${at(0)}  the caller sends POST …/invoke-lambda and waits`);
    const requestId = `late-${randomBytes(3).toString("hex")}`; // one that no earlier session has used
    const answer = await call(url, requestId, elapsed, output);
    const calledSeconds = elapsed();
    output.say(`  ${at(calledSeconds)}  ${answer}`);
    const completed = await watchItem(own, requestId, elapsed);
    if (!completed) return { calledSeconds, heldSeconds: undefined };
    const workedSeconds = elapsed();
    output.say(`  ${at(workedSeconds)}  the item says COMPLETED, but no one reads it`);
    const measured = await held(work, since, api.id);
    return { calledSeconds, heldSeconds: measured ?? Math.min(workedSeconds, gatewaySecondsMax) };
  } finally {
    await cleanUp().finally(forget); // in this order: a signal that comes now waits for it
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** What showing the problem writes, for people. */
export function problemPlan(names: Names): string[] {
  const { table: tableName, function: functionName, role, api } = ownNames(names);
  return [
    `first, unless you skip the demonstration, create the table ${tableName}, the role ${role}, the function ${functionName} and the API ${api}-sync, call it once, and delete all four again`,
  ];
}

/** Resources of its own, so that the learner's are not touched. */
function ownNames({ learner }: Names): Names {
  const name = learner === undefined ? "problem" : `${learner.slice(0, 15).replace(/-+$/, "")}-problem`;
  return readNames({ options: { learner: name }, env: {} });
}

async function call(url: string, requestId: string, elapsed: () => number, output: Output): Promise<string> {
  const block = createLiveBlock(output);
  const clock = setInterval(() => block.update([line("  the caller waits", elapsed())]), lookMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ requestId }),
      signal: AbortSignal.timeout(callerSeconds * 1000),
    });
    const text = await response.text();
    if (response.ok) return `${response.status} ${text}: this function is fast enough for this caller`;
    throw new Problem(
      "The API did not call the function.",
      { seen: `${response.status} ${text}` },
      "In AWS, a new API may need a few seconds: try again, or skip this part.",
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "TimeoutError") throw error;
    return output.colors.red(`✖ the caller gives up after ${callerSeconds} s, empty-handed`);
  } finally {
    clearInterval(clock);
    block.clear();
  }
}

/** Shows the item until it is COMPLETED; false if the learner stops waiting. */
async function watchItem(
  { target, names, output }: Work,
  requestId: string,
  elapsed: () => number,
): Promise<boolean> {
  const client = new DynamoDBClient(target.aws);
  const block = createLiveBlock(output);
  let tired = false;
  const stopReading = readKeys(process.stdin, (key) => {
    if (key === "\u0003") pressCtrlC();
    tired ||= key === "enter" || key === "closed";
  });
  const Key = { requestId: { S: requestId } };
  if (!output.redraws) output.say("  The function is still working. Enter: stop waiting");
  try {
    const over = await waitUntil(
      async () => {
        if (tired) return "tired";
        const { Item } = await client.send(
          new GetItemCommand({ TableName: names.table, Key, ConsistentRead: true }),
        );
        const status = Item?.["status"]?.S;
        if (status === "COMPLETED") return "completed";
        block.update([
          line(`  the function is still working; its item says ${status ?? "nothing yet"}`, elapsed()),
          output.colors.dim("  Enter: stop waiting"),
        ]);
        return undefined;
      },
      { secondsMax: workSecondsMax, everyMs: lookMs },
    );
    return over === "completed";
  } finally {
    stopReading();
    block.clear();
    client.destroy();
  }
}

/** How long API Gateway held its connection to the function. */
async function held({ target }: Work, since: number, apiId: string): Promise<number | undefined> {
  const calls = await callsSince(target, since);
  const ms = calls?.find((each) => each.kind === "execute" && each.apiId === apiId)?.ms;
  return ms === undefined ? undefined : ms / 1000;
}

function line(text: string, seconds: number) {
  return { text, end: `  ${inSeconds(seconds * 1000)}` };
}

function at(seconds: number): string {
  return inSeconds(seconds * 1000).padStart(7);
}
