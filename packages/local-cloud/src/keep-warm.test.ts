import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTableCommand,
  DynamoDBClient,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { isAlive } from "@long-running-api/foundation/process";
import { waitUntil } from "@long-running-api/foundation/wait";
import { zip } from "@long-running-api/test-support/zip";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cloud, openCloud } from "./index.ts";

// What a reset with keepWarm leaves running; reset.test.ts covers everything else about resets.

const code = zip({
  "index.mjs": `import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const dynamodb = new DynamoDBClient();
let calls = 0;
export const handler = async ({ id, seconds = 0 }) => {
  calls += 1;
  console.log(\`call \${calls} as \${process.pid}\`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  if (id) await dynamodb.send(new PutItemCommand({ TableName: "calls", Item: { id: { S: id } } }));
  return { calls, pid: process.pid };
};`,
});
const RoleName = "counter";
const waiting = { minDelay: 0.05, maxDelay: 0.2, maxWaitTime: 30 };

let cloud: Cloud;
let dynamodb: DynamoDBClient;
let iam: IAMClient;
let lambda: LambdaClient;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  cloud = await openCloud();
  dynamodb = new DynamoDBClient(cloud.clientConfig);
  iam = new IAMClient(cloud.clientConfig);
  lambda = new LambdaClient(cloud.clientConfig);
  logs = new CloudWatchLogsClient(cloud.clientConfig);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "calls",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: dynamodb, ...waiting }, { TableName: "calls" });
  await createRole();
  await createFunction("same");
  await createFunction("changed");
  await cloud.saveBaseline(); // before any process has credentials
});

afterAll(async () => {
  for (const client of [dynamodb, iam, lambda, logs]) client.destroy();
  await cloud.close();
});

async function createRole(): Promise<void> {
  const allow = (Action: string, Principal?: unknown) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action, ...(Principal ? { Principal } : { Resource: "*" }) }],
    });
  const trust = allow("sts:AssumeRole", { Service: "lambda.amazonaws.com" });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument: allow("*") }));
}

async function createFunction(FunctionName: string): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: `arn:aws:iam::000000000000:role/${RoleName}`,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Timeout: 60,
      Code: { ZipFile: code },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, ...waiting }, { FunctionName });
}

async function call(FunctionName: string, id?: string): Promise<{ calls: number; pid: number }> {
  const Payload = Buffer.from(JSON.stringify({ id }));
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload }));
  return JSON.parse(answer.Payload?.transformToString() ?? "");
}

const processes = (name: string) => cloud.processes(`arn:aws:lambda:us-east-1:000000000000:function:${name}`);

async function itemIds(): Promise<(string | undefined)[]> {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: "calls" }));
  return Items.map(({ id }) => id?.S);
}

/** The lines "call N as PID" that functions have printed since the last reset. */
const printed = () => cloud.journal(0).flatMap(({ message }) => callsIn(message));

/** Lambda writes the time and the request's id before a line. */
const callsIn = (message: unknown) => /call \d+ as \d+/.exec(String(message)) ?? [];

/** Begins a call of a minute. Returns the id of its process once it works. */
async function beginLongCall(FunctionName: string): Promise<number> {
  const known = printed().length;
  const Payload = Buffer.from(JSON.stringify({ seconds: 60 }));
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload }));
  const line = await waitUntil(async () => printed()[known], { secondsMax: 30, everyMs: 20 });
  return Number(/as (\d+)/.exec(line ?? "")?.[1]);
}

test("idle processes of unchanged functions stay, with their state; busy, changed and new functions' end", async () => {
  const first = await call("same", "before");
  expect(first.calls).toBe(1);
  const busy = await beginLongCall("changed");
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "changed", Timeout: 50 }));
  await waitUntilFunctionUpdatedV2({ client: lambda, ...waiting }, { FunctionName: "changed" });
  const changed = await call("changed");
  await createFunction("new");
  const made = await call("new");
  expect([busy, changed.pid, made.pid].map(isAlive)).toEqual([true, true, true]);

  await cloud.reset({ keepWarm: true });
  expect(processes("same")).toEqual({ idle: 1, busy: 0 });
  for (const name of ["changed", "new"]) expect(processes(name), name).toEqual({ idle: 0, busy: 0 });
  const gone = async () => [busy, changed.pid, made.pid].some(isAlive) || undefined;
  await waitUntil(async () => ((await gone()) ? undefined : true), { secondsMax: 10, everyMs: 20 });
  expect(await itemIds()).toEqual([]);
  expect(printed()).toEqual([]);

  expect(await call("same", "after")).toEqual({ calls: 2, pid: first.pid });
  expect((await call("changed")).calls, "the revision of the baseline").toBe(1);
  expect(await itemIds(), "its credentials are still accepted").toEqual(["after"]);
  const line = `call 2 as ${first.pid}`;
  expect(printed()).toContain(line);
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/same" }));
  expect(events.flatMap(({ message }) => callsIn(message))).toEqual([line]);

  const second = await beginLongCall("same");
  expect(isAlive(second)).toBe(true);
  await cloud.reset({ keepWarm: true });
  expect(isAlive(second)).toBe(false);
  expect(await call("same"), "which was kept for calls that wait").toEqual({ calls: 3, pid: first.pid });
});

test("a process with the credentials of a role that the baseline lacks ends", async () => {
  await cloud.reset();
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "all" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  await createRole();
  const { pid } = await call("same", "as the new role");
  await cloud.reset({ keepWarm: true });
  const next = await call("same", "as the baseline's role");
  expect(next.pid).not.toBe(pid);
  expect(next.calls).toBe(1);
  expect(await itemIds()).toEqual(["as the baseline's role"]);
});

test("the empty state keeps none, and neither does the end of the cloud", async () => {
  const { pid } = await call("same");
  await cloud.reset({ to: "empty", keepWarm: true });
  expect(processes("same")).toEqual({ idle: 0, busy: 0 });
  await cloud.reset({ keepWarm: true });
  const next = await call("same");
  expect(next.pid).not.toBe(pid);
  await cloud.reset({ keepWarm: true });
  expect(processes("same")).toEqual({ idle: 1, busy: 0 });
  await cloud.close();
  expect(isAlive(next.pid)).toBe(false);
});
