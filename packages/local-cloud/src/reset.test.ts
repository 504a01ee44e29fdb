import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { connectConductor } from "@long-running-api/conductor/client";
import { zip } from "@long-running-api/test-support/zip";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cloud, openCloud } from "./index.ts";

const code = zip({
  "index.mjs": `let calls = 0;
export const handler = async ({ seconds = 0 }) => {
  calls += 1;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return calls;
};`,
});
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

let cloud: Cloud;
let clients: ReturnType<typeof clientsOf>;
const FunctionName = "counter";

beforeAll(async () => {
  cloud = await openCloud();
  clients = clientsOf(cloud);
  await createTable("orders");
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({ RoleName: "counter", AssumeRolePolicyDocument: trust }),
  );
  await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: Role?.Arn ?? "",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Timeout: 60,
      Code: { ZipFile: code },
    }),
  );
  await waitUntilFunctionActiveV2({ client: clients.lambda, ...waiting }, { FunctionName });
  const wait = {
    name: "wait",
    taskReferenceName: "wait",
    type: "WAIT",
    inputParameters: { duration: "1 hour" },
  };
  await (await clients.conductor()).register({ name: "long", version: 1, tasks: [wait], timeoutSeconds: 0 });
});

afterAll(async () => {
  clients.destroy();
  await cloud.close();
});

const waiting = { minDelay: 0.05, maxDelay: 0.2, maxWaitTime: 30 };

function clientsOf({ clientConfig, conductor }: Cloud) {
  const dynamodb = new DynamoDBClient(clientConfig);
  const iam = new IAMClient(clientConfig);
  const lambda = new LambdaClient(clientConfig);
  return {
    dynamodb,
    iam,
    lambda,
    conductor: () => connectConductor({ serverUrl: conductor }),
    destroy() {
      for (const client of [dynamodb, iam, lambda]) client.destroy();
    },
  };
}

async function createTable(TableName: string): Promise<void> {
  await clients.dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: clients.dynamodb, ...waiting }, { TableName });
}

async function put(id: string): Promise<void> {
  await clients.dynamodb.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: id } } }));
}

async function call(): Promise<string | undefined> {
  const { Payload } = await clients.lambda.send(new InvokeCommand({ FunctionName }));
  return Payload?.transformToString();
}

/** What is there: tables, items, functions and running executions. */
async function seen() {
  const { TableNames } = await clients.dynamodb.send(new ListTablesCommand({}));
  const scan = new ScanCommand({ TableName: "orders" });
  const { Items = [] } = TableNames?.includes("orders") ? await clients.dynamodb.send(scan) : {};
  const { Functions = [] } = await clients.lambda.send(new ListFunctionsCommand({}));
  const definition = await (await clients.conductor()).definition("long");
  return {
    tables: TableNames,
    items: Items.map(({ id }) => id?.S),
    functions: Functions.map((each) => each.FunctionName),
    definition: definition?.name,
  };
}

test("reset returns to the baseline, and to nothing: functions at work end, and executions are gone", async () => {
  await put("first");
  await cloud.saveBaseline();
  const baseline = await seen();
  expect(baseline).toEqual({
    tables: ["orders"],
    items: ["first"],
    functions: ["counter"],
    definition: "long",
  });

  for (const round of [1, 2]) {
    await put(`second ${round}`);
    await createTable("scratch");
    expect([await call(), await call()], "a process of its own after each reset").toEqual(["1", "2"]);
    const workflowId = await (await clients.conductor()).start({ name: "long", input: {} });
    const seconds = JSON.stringify({ seconds: 50 });
    await clients.lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: Buffer.from(seconds) }),
    );
    expect(cloud.idleMs(), "the function is at work").toBe(0);

    await cloud.reset();
    expect(await seen()).toEqual(baseline);
    expect(await (await clients.conductor()).execution(workflowId)).toBeUndefined();
    expect(cloud.processes(functionArn).busy).toBe(0);
  }

  await cloud.reset({ to: "empty" });
  expect(await seen()).toEqual({ tables: [], items: [], functions: [], definition: undefined });
  await cloud.reset();
  expect(await seen(), "the baseline is kept").toEqual(baseline);
  expect(await call()).toBe("1");
});

const functionArn = `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`;

test("a request during a reset gets an error, and resets take turns", async () => {
  const url = `${cloud.aws}/api/metadata/workflow`;
  const resets = [cloud.reset(), cloud.reset({ to: "empty" })];
  const during = await fetch(url).then(
    ({ status }) => status,
    () => "ended",
  );
  expect([503, "ended"]).toContain(during);
  await Promise.all(resets);
  expect((await seen()).tables).toEqual([]);
  expect(await (await fetch(url)).json()).toEqual([]);
});

test("a state that is not known is refused, and nothing is lost", async () => {
  const before = await seen();
  await expect(cloud.reset(JSON.parse('{"to":"nosuch"}'))).rejects.toThrow("baseline, or to the empty state");
  expect(await seen()).toEqual(before);
});

test("an account ID that ARNs cannot hold is refused", async () => {
  await expect(openCloud({ accountId: "12:34" })).rejects.toThrow("12 digits");
  for (const seconds of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    await expect(openCloud({ minPollIntervalSeconds: seconds })).rejects.toThrow("must be 0 or more");
});

test("clouds in one process share nothing; closing one twice, or with await using, leaves the other", async () => {
  const other = await openCloud({ accountId: "111122223333" });
  expect(other.aws).not.toBe(cloud.aws);
  await createTable("mine");
  const dynamodb = new DynamoDBClient(other.clientConfig);
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  dynamodb.destroy();
  await Promise.all([other.close(), other[Symbol.asyncDispose]()]);
  await expect(fetch(other.aws)).rejects.toThrow();
  await expect(other.reset()).rejects.toThrow("closed");
  expect((await seen()).tables).toEqual(["mine"]);
});
