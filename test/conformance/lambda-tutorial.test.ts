import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { functionCode } from "../../steps/02-lambda/code.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 }); // functions start slowly on a busy machine

const TableName = "lambda-invocation-status";
const variants = ["node", "python"] as const;
const wait = { minDelay: 0.03, maxDelay: 0.1, maxWaitTime: 20 };
const { why } = pythonWith(["boto3"]);
let cloud: TestCloud;
let client: LambdaClient;

beforeAll(async () => {
  cloud = await openTestCloud();
  client = new LambdaClient(cloud.access);
  await createTable();
  const Role = await createRole();
  for (const variant of variants) {
    const { zip, runtime: Runtime, handler: Handler } = await functionCode[variant]();
    const common = { Role, Runtime, Handler, Code: { ZipFile: zip }, Timeout: 10 };
    const make = async (FunctionName: string, Variables: Record<string, string>) => {
      await client.send(new CreateFunctionCommand({ ...common, FunctionName, Environment: { Variables } }));
      await waitUntilFunctionActiveV2({ client, ...wait }, { FunctionName });
    };
    await make(variant, { PROCESSING_SECONDS: "0" });
    await make(`${variant}-without-table`, { TABLE_NAME: "missing" });
  }
});
afterAll(() => cloud.close());
beforeEach(({ task, skip }) => skip(why !== undefined && /python|both/.test(task.fullName), why));

async function createTable(): Promise<void> {
  const dynamodb = new DynamoDBClient(cloud.access);
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: dynamodb, ...wait }, { TableName });
  const Item = {
    requestId: { S: "by hand" },
    status: { S: "COMPLETED" },
    attempts: { N: "3" },
    late: { BOOL: true },
  };
  await putItem(Item);
}

async function putItem(Item: Record<string, AttributeValue>): Promise<void> {
  await new DynamoDBClient(cloud.access).send(new PutItemCommand({ TableName, Item }));
}

/** The ARN of a role that may do with DynamoDB what it likes. */
async function createRole(): Promise<string> {
  const iam = new IAMClient(cloud.access);
  const RoleName = "tutorial";
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const PolicyArn = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  return Role?.Arn ?? "";
}

/** A function's response, without language-specific parts. */
async function answer(FunctionName: string, event: unknown): Promise<Record<string, unknown>> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const {
    trace: _1,
    stackTrace: _2,
    requestId: _3,
    ...shared
  } = JSON.parse(Payload?.transformToString() ?? "") as Record<string, unknown>;
  return { ...shared, FunctionError };
}

describe.each(variants)("the tutorial's function in %s", (variant) => {
  it("stores PROCESSING, works, stores COMPLETED, and logs each change", async () => {
    const requestId = `${variant} "é" 1`;
    const status = () => answer(variant, { action: "status", requestId });
    const unknown = { statusCode: 404, body: '{"status":"NOT_FOUND"}', FunctionError: undefined };
    expect(await status()).toEqual(unknown);
    const invoked = answer(variant, { action: "invoke", requestId });
    const processing = JSON.stringify({ requestId, status: "PROCESSING" });
    await expect
      .poll(status, { timeout: 10_000 })
      .toEqual({ statusCode: 200, body: processing, FunctionError: undefined });
    expect(await invoked).toEqual({ statusCode: 202, body: processing, FunctionError: undefined });
    expect((await status())["body"]).toBe(JSON.stringify({ requestId, status: "COMPLETED" }));
    const logged = cloud.cloud
      .journal(0)
      .filter(({ kind, functionArn }) => kind === "function" && String(functionArn).endsWith(`:${variant}`))
      .map(({ message }) => String(message))
      .filter((message) => message.includes(JSON.stringify(requestId)));
    expect(logged).toHaveLength(2);
    expect(logged[0]).toContain(`requestId ${JSON.stringify(requestId)}: PROCESSING`);
    expect(logged[1]).toContain(`requestId ${JSON.stringify(requestId)}: COMPLETED`);
  });

  it("does nothing for a second delivery once the request is COMPLETED", async () => {
    const requestId = `${variant} twice`;
    const event = { action: "invoke", requestId };
    const together = await Promise.all([answer(variant, event), answer(variant, event)]);
    expect(together.map(({ statusCode }) => statusCode)).toEqual([202, 202]); // the last one finds COMPLETED, and agrees
    const completed = { statusCode: 200, body: JSON.stringify({ requestId, status: "COMPLETED" }) };
    expect(await answer(variant, event)).toEqual({ ...completed, FunctionError: undefined });
    expect(await answer(variant, { action: "status", requestId })).toMatchObject(completed);
  });

  it("starts again for a retry, if the first attempt was not COMPLETED", async () => {
    const requestId = `${variant} retried`;
    await putItem({ requestId: { S: requestId }, status: { S: "FAILED" } });
    expect(await answer(variant, { action: "invoke", requestId })).toMatchObject({ statusCode: 202 });
    const { body } = await answer(variant, { action: "status", requestId });
    expect(body).toBe(JSON.stringify({ requestId, status: "COMPLETED" }));
  });

  it("reports a missing table, and does not swallow the error", async () => {
    const { errorType, FunctionError } = await answer(`${variant}-without-table`, {
      action: "invoke",
      requestId: "1",
    });
    expect(FunctionError).toBe("Unhandled");
    expect(errorType).toBe("ResourceNotFoundException");
  });
});

it.each([
  [{ action: "status", requestId: "by hand" }],
  [{ action: "status", requestId: "" }],
  [{ action: "status", requestId: 5 }],
  [{ action: "status" }],
  [{ requestId: "1" }],
  [{ action: null, requestId: "1" }],
  [{ action: "öffnen", requestId: "1" }],
  [{ action: ["invoke", { a: 1 }], requestId: "1" }],
  [null],
  ["text"],
  [[1, 2]],
  [{}],
])("both variants return the same for %j", async (event) => {
  const [node, python] = await Promise.all(variants.map((variant) => answer(variant, event)));
  expect(node).toEqual(python);
  expect(node).toSatisfy(
    (it: Record<string, unknown>) => it["statusCode"] === 200 || it["errorType"] === "BadRequest",
  );
});
