import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  TagResourceCommand,
  TransactWriteItemsCommand,
  UntagResourceCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDynamoDb, type DynamoDb } from "../src/dynamodb/index.ts";
import { accountId, openServices, type Services } from "./services.ts";

let services: Services;
let cloud: DynamoDb;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  services = await openServices(({ store, now }) => {
    cloud = createDynamoDb({ directory: undefined, accountId, now, store });
    return [cloud.service];
  });
  dynamodb = new DynamoDBClient(services.client());
});
afterAll(async () => {
  await services.close();
  await cloud.close();
});

const design = (TableName: string) => ({
  TableName,
  KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" as const }],
  AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" as const }],
  BillingMode: "PAY_PER_REQUEST" as const,
});

async function makeTable(TableName: string, client = dynamodb): Promise<void> {
  await client.send(new CreateTableCommand(design(TableName)));
  await waitUntilTableExists({ client, minDelay: 0.05, maxDelay: 0.1, maxWaitTime: 10 }, { TableName });
}

test("a table is CREATING first and ACTIVE soon, with its tags, and deleted after DeleteTable", async () => {
  const TableName = "lambda-invocation-status";
  const Tags = [{ Key: "learner", Value: "ana" }];
  const made = await dynamodb.send(new CreateTableCommand({ ...design(TableName), Tags }));
  expect(made.TableDescription).toMatchObject({ TableStatus: "CREATING", DeletionProtectionEnabled: false });
  await waitUntilTableExists(
    { client: dynamodb, minDelay: 0.05, maxDelay: 0.1, maxWaitTime: 10 },
    { TableName },
  );
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`,
    TableStatus: "ACTIVE",
    BillingModeSummary: {
      BillingMode: "PAY_PER_REQUEST",
      LastUpdateToPayPerRequestDateTime: expect.any(Date),
    },
    ItemCount: 0,
  });
  expect(Table).not.toHaveProperty("TableThroughputModeSummary");
  const ResourceArn = Table?.TableArn;
  expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual(Tags);
  await dynamodb.send(
    new TagResourceCommand({
      ResourceArn,
      Tags: [
        { Key: "learner", Value: "bob" },
        { Key: "😀", Value: "2" },
      ],
    }),
  );
  await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["nothing"] }));
  expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual([
    { Key: "learner", Value: "bob" },
    { Key: "😀", Value: "2" },
  ]);
  await dynamodb.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists(
    { client: dynamodb, minDelay: 0.05, maxDelay: 0.1, maxWaitTime: 10 },
    { TableName },
  );
  expect(await refusalOf(dynamodb.send(new DescribeTableCommand({ TableName })))).toEqual({
    name: "ResourceNotFoundException",
    message: `Requested resource not found: Table: ${TableName} not found`,
    status: 400,
  });
  expect(await refusalOf(dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn })))).toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("the tutorial's three actions work", async () => {
  const TableName = "three";
  await makeTable(TableName);
  const Key = { requestId: { S: "12345" } };
  await dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, status: { S: "PROCESSING" } } }));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: "SET #s = :s",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":s": { S: "COMPLETED" } },
    }),
  );
  expect((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item).toEqual({
    ...Key,
    status: { S: "COMPLETED" },
  });
  const reserved = new UpdateItemCommand({
    TableName,
    Key,
    UpdateExpression: "SET status = :s",
    ExpressionAttributeValues: { ":s": { S: "COMPLETED" } },
  });
  expect(await refusalOf(dynamodb.send(reserved))).toMatchObject({
    name: "ValidationException",
    message: "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status",
  });
});

test("a failed condition can return the conflicting item", async () => {
  const TableName = "conditions";
  await makeTable(TableName);
  const Item = { requestId: { S: "1" }, status: { S: "PROCESSING" } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  const again = {
    TableName,
    Item,
    ConditionExpression: "attribute_not_exists(requestId)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  const error = await dynamodb.send(new PutItemCommand(again)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: "ConditionalCheckFailedException",
    message: "The conditional request failed",
    Item,
  });
  expect(await refusalOf(dynamodb.send(new CreateTableCommand(design(TableName))))).toEqual({
    name: "ResourceInUseException",
    message: `Table already exists: ${TableName}`,
    status: 400,
  });
});

test("a table is found by its ARN, too, and only in its own region", async () => {
  const there = new DynamoDBClient(services.client(undefined, "eu-west-1"));
  await makeTable("far", there);
  const TableArn = "arn:aws:dynamodb:eu-west-1:000000000000:table/far";
  expect((await there.send(new DescribeTableCommand({ TableName: TableArn }))).Table).toMatchObject({
    TableArn,
  });
  expect((await there.send(new ListTablesCommand({}))).TableNames).toEqual(["far"]);
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).not.toContain("far");
  expect(await refusalOf(dynamodb.send(new DescribeTableCommand({ TableName: "far" })))).toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("settings that dynalite lacks are stored: time to live, protection, backups", async () => {
  const TableName = "settings";
  await makeTable(TableName);
  const TimeToLiveSpecification = { Enabled: true, AttributeName: "expires" };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  expect((await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription).toEqual({
    TimeToLiveStatus: "ENABLED",
    AttributeName: "expires",
  });
  const again = new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification });
  expect(await refusalOf(dynamodb.send(again))).toMatchObject({ message: "TimeToLive is already enabled" });
  const backups = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  expect(backups.ContinuousBackupsDescription).toMatchObject({
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
  });
  await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
  expect(await refusalOf(dynamodb.send(new DeleteTableCommand({ TableName })))).toMatchObject({
    name: "ValidationException",
  });
  await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await dynamodb.send(new DeleteTableCommand({ TableName }));
});

test("an unsupported operation is named, and distinguished from an unknown one", async () => {
  const refusal = await refusalOf(dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [] })));
  expect(refusal.message).toMatch(
    /^dynamodb:TransactWriteItems is not in the embedded cloud\. It has: Batch/,
  );
  expect(refusal.status).toBe(501);
  const streaming = new CreateTableCommand({
    ...design("stream"),
    StreamSpecification: { StreamEnabled: true },
  });
  expect(await refusalOf(dynamodb.send(streaming))).toMatchObject({
    name: "ValidationException",
    message: "A stream of a table is not in the embedded cloud.",
  });
});
