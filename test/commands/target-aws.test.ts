import { APIGatewayClient, CreateRestApiCommand, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { CreateTableCommand, DynamoDBClient, ListTagsOfResourceCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, ListRoleTagsCommand } from "@aws-sdk/client-iam";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { openRecordingProxy, type Passed, type RecordingProxy } from "../support/recording-proxy.ts";
import type { Running } from "../support/shell.ts";
import { tokenFor, type WhatIsThere, whatIsThere } from "../support/what-is-there.ts";

/** An embedded cloud that poses as a real account and an Orkes cluster, seen through a proxy that writes down all. */
const account = "111122223333";
const key = { keyId: "key", keySecret: "secret" };

let shell: TestCloud;
let proxy: RecordingProxy;
let command: Running | undefined;
const tooEarly: string[] = [];

beforeAll(async () => {
  shell = await openTestCloud({ accountId: account, conductorKey: key });
  proxy = await openRecordingProxy({ upstream: shell.cloud.aws, onWrite: announcedFirst });
  Object.assign(shell.env, {
    AWS_ENDPOINT_URL: proxy.url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    CONDUCTOR_SERVER_URL: `${proxy.url}/api`,
    CONDUCTOR_AUTH_KEY: key.keyId,
    CONDUCTOR_AUTH_SECRET: key.keySecret,
  });
  await foreignThings();
});
afterAll(async () => {
  await proxy.close();
  await shell.close();
});

/** Holds each write of a step or a reset until the announcement was seen; without one it is noted. */
async function announcedFirst({ what }: Passed): Promise<void> {
  const announced = /(This changes|everything|what .* created on) ?.*AWS account 111122223333/;
  if (!command) return; // a check: its probe request is not announced
  const seen = command.until(announced).then(() => true);
  const late = new Promise<false>((resolve) => setTimeout(resolve, 5_000, false).unref());
  if (!(await Promise.race([seen, late]))) tooEarly.push(what);
}

async function run(...words: string[]) {
  proxy.passed.length = 0;
  command = shell.start([...words, "--target", "aws"]);
  const ran = await command.ended;
  command = undefined;
  return ran;
}

async function everything(): Promise<WhatIsThere> {
  return whatIsThere(shell, await tokenFor(shell.cloud.conductor, key));
}

const writes = () => proxy.passed.filter((passed) => passed.writes);

test("without a terminal and --yes, nothing is written and nothing is asked", async () => {
  for (const words of [["steps/01-table"], ["steps"], ["instructor", "reset", "--all"], ["guide"]]) {
    const { code, stderr } = await run(...words);
    expect({ words, code }).toEqual({ words, code: 2 });
    expect(stderr).toContain("--yes");
    expect(proxy.passed).toEqual([]);
  }
});

test("the steps announce what they write, tag everything, and touch nothing else", {
  timeout: 120_000,
}, async () => {
  const before = await everything();
  const { code, stdout, stderr } = await run("steps", "--yes", "--processing-seconds", "1");
  expect(code, stdout + stderr).toBe(0);
  expect(tooEarly).toEqual([]);
  expect(stdout.indexOf(`This changes AWS account ${account}`)).toBe(0);
  for (const name of ["lambda-invocation-status", "lr-long-running-api", "LongRunningAPIWorkflow"])
    expect(stdout.split("01-table  ")[0]).toContain(name);

  const after = await everything();
  expect(after).toEqual({
    tables: [...before.tables, "lambda-invocation-status"].sort(),
    functions: ["long-running-api"],
    apis: [...before.apis, "long-running-api"].sort(),
    roles: [...before.roles, "lr-long-running-api"].sort(),
    logGroups: ["/aws/lambda/long-running-api"],
    definitions: [...before.definitions, "LongRunningAPIWorkflow"].sort(),
    taskDefinitions: [],
    executions: 1,
  });
  expect(await tagsOfOurs()).toEqual(Array.from({ length: 4 }, () => tutorialTags));
  const apiId = await ownApiId();
  const ours = [
    "lambda-invocation-status",
    "lr-long-running-api",
    "long-running-api",
    "LongRunningAPI",
    apiId,
  ];
  const others = writes().filter(({ what, body }) => !ours.some((name) => `${what} ${body}`.includes(name)));
  expect(others).toEqual([]);
  expect(writes().some(({ body }) => body.includes("foreign"))).toBe(false);
});

test("the checks write nothing but their probe, and pass", { timeout: 60_000 }, async () => {
  proxy.passed.length = 0;
  expect(notPassed(await checked(shell, ["checks", "--target", "aws"]))).toEqual([]);
  for (const { what } of writes())
    expect(what).toMatch(
      /^dynamodb:DeleteItem$|^lambda POST .*\/functions\/[^/]*long-running-api[^/]*\/invocations$/,
    );
});

test("an unmarked definition of the same name is never overwritten", async () => {
  const { code, stderr } = await run("steps/04-workflow", "--yes", "--workflow", "foreign_workflow");
  expect(code).toBe(2);
  expect(stderr).toContain("these steps did not register it");
  expect(writes()).toEqual([]);
});

test("reset deletes what has our tags and marks, and nothing else", { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await run("instructor", "reset", "--all", "--yes");
  expect(code, stdout + stderr).toBe(0);
  expect(tooEarly).toEqual([]);
  expect(stdout).toContain("This deletes:");
  expect(await everything()).toEqual({
    tables: ["foreign"],
    functions: [],
    apis: ["foreign"],
    roles: ["foreign", "lr-foreign"],
    logGroups: [],
    definitions: ["foreign_workflow"],
    taskDefinitions: [],
    executions: 0,
  });
});

test("the practice cloud does not pass for a real account", async () => {
  const practice = await openTestCloud();
  const { code, stderr } = await shell.run(["steps/01-table", "--target", "aws", "--yes"], {
    env: { AWS_ENDPOINT_URL: practice.cloud.aws },
  });
  await practice.close();
  expect(code).toBe(2);
  expect(stderr).toContain("This is the practice cloud, not AWS.");
});

const tutorialTags = { tutorial: "orchestrating-long-running-apis" };

async function ownApiId(): Promise<string> {
  const { items = [] } = await new APIGatewayClient(shell.access).send(new GetRestApisCommand({}));
  return items.find(({ name }) => name === "long-running-api")?.id ?? "no API";
}

async function tagsOfOurs(): Promise<unknown[]> {
  const record = (tags: { Key?: string | undefined; Value?: string | undefined }[] = []) =>
    Object.fromEntries(tags.map(({ Key = "", Value }) => [Key, Value]));
  const table = await new DynamoDBClient(shell.access).send(
    new ListTagsOfResourceCommand({
      ResourceArn: `arn:aws:dynamodb:us-east-1:${account}:table/lambda-invocation-status`,
    }),
  );
  const role = await new IAMClient(shell.access).send(
    new ListRoleTagsCommand({ RoleName: "lr-long-running-api" }),
  );
  const made = await new LambdaClient(shell.access).send(
    new GetFunctionCommand({ FunctionName: "long-running-api" }),
  );
  const { items = [] } = await new APIGatewayClient(shell.access).send(new GetRestApisCommand({}));
  const api = items.find(({ name }) => name === "long-running-api");
  return [record(table.Tags), record(role.Tags), made.Tags, api?.tags];
}

/** Resources of others in the account and in the cluster. */
async function foreignThings(): Promise<void> {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  await new DynamoDBClient(shell.access).send(
    new CreateTableCommand({
      TableName: "foreign",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  for (const RoleName of ["foreign", "lr-foreign"])
    await new IAMClient(shell.access).send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
  await new APIGatewayClient(shell.access).send(new CreateRestApiCommand({ name: "foreign" }));
  const definition = {
    name: "foreign_workflow",
    version: 1,
    schemaVersion: 2,
    ownerEmail: "somebody@example.com",
    tasks: [{ name: "wait", taskReferenceName: "wait", type: "WAIT", inputParameters: { duration: "1 s" } }],
  };
  const response = await fetch(`${shell.cloud.conductor}/metadata/workflow`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Authorization": await tokenFor(shell.cloud.conductor, key),
    },
    body: JSON.stringify(definition),
  });
  expect(response.status).toBe(200);
}
