import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { zip } from "@long-running-api/test-support/zip";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { fetchSigned } from "../support/sign.ts";

// Interactions between the services of the embedded cloud.
let shell: TestCloud;
let iam: IAMClient;

beforeAll(async () => {
  shell = await openTestCloud();
  iam = new IAMClient(shell.access);
});
afterAll(() => shell.close());

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const trust = document({
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
});
const tags = { learner: "ana" };

/** A function that prints a line, with a role that may do what the statements say. */
async function makeFunction(FunctionName: string, ...statements: object[]): Promise<LambdaClient> {
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: FunctionName, AssumeRolePolicyDocument: trust }),
  );
  if (statements.length > 0)
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: FunctionName,
        PolicyName: "own",
        PolicyDocument: document(...statements),
      }),
    );
  const client = new LambdaClient(shell.access);
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: Role?.Arn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile: zip({ "index.js": `exports.handler = async () => console.log("said by me")` }) },
      Tags: tags,
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, minDelay: 0.03, maxDelay: 0.1, maxWaitTime: 20 },
    { FunctionName },
  );
  return client;
}

async function logged(FunctionName: string, ...statements: object[]): Promise<string[] | undefined> {
  const client = await makeFunction(FunctionName, ...statements);
  await client.send(new InvokeCommand({ FunctionName }));
  const logs = new CloudWatchLogsClient(shell.access);
  const logGroupName = `/aws/lambda/${FunctionName}`;
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
  if (logGroups?.length === 0) return undefined;
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return events?.map(({ message = "" }) => message);
}

const logGroup = (name: string) => `arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/${name}`;
const write = ["logs:CreateLogStream", "logs:PutLogEvents"];

test("a role that is scoped to the function's log group may log", async () => {
  const scoped = {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", ...write],
    Resource: `${logGroup("a")}:*`,
  };
  expect(await logged("a", scoped)).toContainEqual(expect.stringContaining("said by me"));
});

test("without `:*` after the group, for another group, or without any permission, nothing is logged, as on AWS", async () => {
  const bare = { Effect: "Allow", Action: ["logs:CreateLogGroup", ...write], Resource: logGroup("b") };
  expect(await logged("b", bare)).toBeUndefined();
  expect(await logged("c", { ...bare, Resource: `${logGroup("a")}:*` })).toBeUndefined();
  expect(await logged("d")).toBeUndefined();
  expect(shell.cloud.journal(0)).toContainEqual(
    expect.objectContaining({
      kind: "function",
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:d",
      message: expect.stringContaining("said by me"),
      unwritten: true,
    }),
  );
});

test("without permission to create the group, logs are stored once someone else has created it", async () => {
  const streams = { Effect: "Allow", Action: write, Resource: `${logGroup("e*")}:*` };
  expect(await logged("e1", streams)).toBeUndefined();
  const logs = new CloudWatchLogsClient(shell.access);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/aws/lambda/e2" }));
  expect(await logged("e2", streams)).toContainEqual(expect.stringContaining("said by me"));
});

test("the tagging API finds tagged resources of every service", async () => {
  await new DynamoDBClient(shell.access).send(
    new CreateTableCommand({
      TableName: "tab",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      Tags: [{ Key: "learner", Value: "bob" }],
    }),
  );
  const gateway = new APIGatewayClient(shell.access);
  const { id } = await gateway.send(new CreateRestApiCommand({ name: "tagged", tags: { learner: "bob" } }));
  const logs = new CloudWatchLogsClient(shell.access);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "tagged", tags: { learner: "bob" } }));
  const find = async (service: string, filter: object, access = shell.access) => {
    const response = await fetchSigned(access, shell.cloud.aws, {
      service,
      headers: {
        "X-Amz-Target": "ResourceGroupsTaggingAPI_20170126.GetResources",
        "Content-Type": "application/x-amz-json-1.1",
      },
      body: JSON.stringify({ TagFilters: [filter] }),
    });
    const { ResourceTagMappingList: list } = (await response.json()) as {
      ResourceTagMappingList: { ResourceARN: string }[];
    };
    return list.map(({ ResourceARN }) => ResourceARN).sort();
  };
  expect(await find("tagging", { Key: "learner", Values: ["bob"] })).toEqual([
    `arn:aws:apigateway:us-east-1::/restapis/${id}`,
    "arn:aws:dynamodb:us-east-1:000000000000:table/tab",
    "arn:aws:logs:us-east-1:000000000000:log-group:tagged",
  ]);
  expect(await find("tagging", { Key: "learner", Values: ["ana"] })).toContain(
    "arn:aws:lambda:us-east-1:000000000000:function:a",
  );
  expect(await find("tagging", { Key: "learner" }, { ...shell.access, region: "eu-west-1" })).toEqual([]);
});

test("a call of DynamoDB is journaled with caller, action and error", async () => {
  const dynamodb = new DynamoDBClient(shell.access);
  // Made by the test before this one, and for a moment CREATING.
  await waitUntilTableExists(
    { client: dynamodb, minDelay: 0.1, maxDelay: 0.5, maxWaitTime: 20 },
    { TableName: "tab" },
  );
  const before = shell.cloud.journal(0).at(-1)?.number ?? 0;
  await dynamodb.send(new PutItemCommand({ TableName: "tab", Item: { id: { S: "1" } } }));
  await dynamodb.send(new PutItemCommand({ TableName: "none", Item: { id: { S: "1" } } })).catch(() => {});
  const call = { kind: "aws", service: "dynamodb", operation: "PutItem", region: "us-east-1" };
  const caller = "arn:aws:iam::000000000000:root";
  // Functions of earlier tests may still be writing entries of their own.
  const entries = shell.cloud.journal(before).filter(({ service }) => service === "dynamodb");
  expect(entries).toEqual([
    expect.objectContaining({
      ...call,
      status: 200,
      caller,
      resources: ["arn:aws:dynamodb:us-east-1:000000000000:table/tab"],
    }),
    expect.objectContaining({
      ...call,
      status: 400,
      error: "ResourceNotFoundException: Requested resource not found",
    }),
  ]);
});

test("a method with IAM authorization needs the permission to invoke; a signature alone is not enough", async () => {
  const gateway = new APIGatewayClient(shell.access);
  const { id: restApiId, rootResourceId: resourceId } = await gateway.send(
    new CreateRestApiCommand({ name: "signed" }),
  );
  const at = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...at, authorizationType: "AWS_IAM" }));
  await gateway.send(new PutMethodResponseCommand({ ...at, statusCode: "200" }));
  await gateway.send(
    new PutIntegrationCommand({
      ...at,
      type: "MOCK",
      requestTemplates: { "application/json": `{"statusCode": 200}` },
    }),
  );
  await gateway.send(
    new PutIntegrationResponseCommand({
      ...at,
      statusCode: "200",
      responseTemplates: { "application/json": "$context.identity.userArn" },
    }),
  );
  await gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "s" }));
  const url = `${shell.cloud.aws}/_aws/execute-api/${restApiId}/s/`;

  const user = async (UserName: string, Resource?: string) => {
    await iam.send(new CreateUserCommand({ UserName }));
    if (Resource !== undefined)
      await iam.send(
        new PutUserPolicyCommand({
          UserName,
          PolicyName: "call",
          PolicyDocument: document({ Effect: "Allow", Action: "execute-api:Invoke", Resource }),
        }),
      );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
  };
  const call = async (credentials: { accessKeyId: string; secretAccessKey: string }) => {
    const response = await fetchSigned(shell.access, url, {
      service: "execute-api",
      method: "GET",
      credentials,
    });
    return { status: response.status, text: await response.text() };
  };
  const mine = `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/s/GET/`;
  expect(await call(await user("may", mine))).toEqual({
    status: 200,
    text: "arn:aws:iam::000000000000:user/may",
  });
  const refused = await call(await user("may-not", mine.replace("/s/", "/other/")));
  expect(refused.status).toBe(403);
  expect(JSON.parse(refused.text)).toEqual({
    Message: expect.stringContaining(
      "is not authorized to perform: execute-api:Invoke on resource: arn:aws:",
    ),
  });
  expect((await call({ accessKeyId: "test", secretAccessKey: "wrong" })).status).toBe(403);
  expect((await fetch(url)).status).toBe(403);
});
