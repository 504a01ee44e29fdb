import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
} from "@aws-sdk/client-dynamodb";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { connectConductor } from "@long-running-api/conductor/client";
import { waitUntil } from "@long-running-api/foundation/wait";
import { pythonWith } from "@long-running-api/test-support/programs";
import { openCloud, renderTemplate, type TestCloud } from "long-running-api-companion";
import { afterAll, beforeAll, expect, test } from "vitest";

// By the name that other projects import; test/release runs docs/testing.md against the installed package.

let cloud: TestCloud;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  cloud = await openCloud();
  dynamodb = new DynamoDBClient(cloud.clientConfig);
});

afterAll(async () => {
  dynamodb.destroy();
  await cloud.close();
});

test("the seeded workflow runs to its end; a reset removes the run, and keeps the resources", async () => {
  const { table, workflow, invokeUrl } = await cloud.seed({ pollingIntervalSeconds: 1 });
  const status = async () => {
    const Key = { requestId: { S: "7" } };
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key }));
    return Item?.["status"]?.S;
  };
  const conductor = await connectConductor({ serverUrl: cloud.conductor });
  const workflowId = await conductor.start({ name: workflow, input: { requestId: "7" } });
  const ended = await waitUntil(
    async () => {
      const execution = await conductor.execution(workflowId);
      return execution?.status === "RUNNING" ? undefined : execution;
    },
    { secondsMax: 40, everyMs: 50 },
  );
  expect(ended).toMatchObject({ status: "COMPLETED" });
  expect(await status()).toBe("COMPLETED");

  await cloud.reset();
  expect(await conductor.execution(workflowId)).toBeUndefined();
  expect(await conductor.definition(workflow)).toBeDefined();
  expect(await status()).toBeUndefined();
  const asked = await fetch(`${invokeUrl}/7`);
  expect(await asked.json()).toMatchObject({ statusCode: 404 });
});

test("a seed ends with the named step, for one learner, beside another cloud", async () => {
  await using other = await openCloud();
  const seeded = await other.seed({ through: "01-table", learner: "ann" });
  expect(seeded).toEqual({
    table: "lambda-invocation-status-ann",
    functionName: "long-running-api-ann",
    workflow: "LongRunningAPIWorkflow_ann",
    functionArn: undefined,
    apiId: undefined,
    invokeUrl: undefined,
  });
  const clients = [dynamodb, new DynamoDBClient(other.clientConfig)] as const;
  const command = new DescribeTableCommand({ TableName: seeded.table });
  expect((await clients[1].send(command)).Table?.TableStatus).toBe("ACTIVE");
  await expect(clients[0].send(command)).rejects.toThrow("not found");
  await other.reset({ to: "empty" });
  expect((await clients[1].send(new ListTablesCommand({}))).TableNames).toEqual([]);
  clients[1].destroy();
  await expect(other.seed({ through: "05-run" as never })).rejects.toThrow("A seed cannot end with");
});

test("a seed with an unknown runtime is refused, instead of one in Node", async () => {
  await using other = await openCloud();
  const runtime = "ruby" as never;
  await expect(other.seed({ through: "02-lambda", runtime })).rejects.toThrow('no runtime "ruby"');
});

test("a reset waits for a seed that is under way; then a seed says that its cloud is closed", async () => {
  await using other = await openCloud();
  const seeding = other.seed({ through: "02-lambda" });
  await other.reset();
  const { functionName } = await seeding;
  const lambda = new LambdaClient(other.clientConfig);
  const kept = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  lambda.destroy();
  expect(kept.State).toBe("Active");
  await other.close();
  await expect(other.seed({ through: "01-table" })).rejects.toThrow("This cloud is closed");
});

test("a seed in Python, with its own duration", async ({ skip }) => {
  const { why } = pythonWith(["boto3"]);
  if (why !== undefined) return skip(why);
  await using other = await openCloud();
  const { functionName } = await other.seed({
    through: "02-lambda",
    runtime: "python",
    processingSeconds: 9,
  });
  const lambda = new LambdaClient(other.clientConfig);
  const made = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
  lambda.destroy();
  expect(made).toMatchObject({
    State: "Active",
    Runtime: expect.stringMatching(/^python/),
    Environment: { Variables: { PROCESSING_SECONDS: "9" } },
  });
});

test("a mapping template renders without a cloud", () => {
  const params = { path: { id: "7" }, querystring: {}, header: {} };
  expect(renderTemplate({ phase: "request", template: "$input.params('id')", body: "", params }).output).toBe(
    "7",
  );
});
