import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AwsError, type Context } from "../action.ts";
import { openStore, type Store } from "../store.ts";
import { createDynamoDb, type DynamoDb } from "./index.ts";

let store: Store;
let dynamodb: DynamoDb;

const now = () => new Date();
const context: Context = {
  region: "us-east-1",
  accountId: "000000000000",
  caller: { accountId: "000000000000", arn: "", userId: "", accessKeyId: "" },
  requestId: "",
  endpoint: "",
  now,
};

beforeAll(async () => {
  store = openStore(":memory:");
  dynamodb = createDynamoDb({ directory: undefined, accountId: "000000000000", now, store });
  await call("CreateTable", {
    TableName: "table",
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  while (!(await call("DescribeTable", { TableName: "table" })).includes("ACTIVE"));
});
afterAll(async () => {
  await dynamodb.close();
  store.close();
});

/** The status and text of the response. */
async function call(operation: string, input: unknown): Promise<string> {
  const request = {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: { "x-amz-target": `DynamoDB_20120810.${operation}` },
    body: Buffer.from(typeof input === "string" ? input : JSON.stringify(input)),
  };
  try {
    const { status, body } = await dynamodb.service.read(request, "us-east-1").handle(context);
    return `${status} ${body.toString()}`;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { status, body } = dynamodb.service.error(error, "");
    return `${status} ${body.toString()}`;
  }
}

const Key = { id: { S: "1" } };
const put = (more: object) => ({ TableName: "table", Item: Key, ...more });
const values = { ExpressionAttributeValues: { ":v": { S: "1" } } };
const nested = (levels: number) => `${'{"L":['.repeat(levels)}{"S":"x"}${"]}".repeat(levels)}`;

test.each([
  ["no JSON", "PutItem", "{", /SerializationException/],
  ["a list", "PutItem", "[]", /SerializationException/],
  [
    "null for a value",
    "PutItem",
    put({ Item: { ...Key, a: null } }),
    /ValidationException.*AttributeValue is empty/,
  ],
  ["null in a list", "PutItem", put({ Item: { ...Key, a: { L: [null] } } }), /ValidationException/],
  ["null for a key", "BatchGetItem", { RequestItems: { table: { Keys: [null] } } }, /ValidationException/],
  [
    "null for a tag",
    "TagResource",
    { ResourceArn: "arn:aws:dynamodb:us-east-1:000000000000:table/table", Tags: [null] },
    /ValidationException/,
  ],
  [
    "33 levels",
    "PutItem",
    `{"TableName":"table","Item":{"id":{"S":"1"},"a":${nested(33)}}}`,
    /Nesting Levels/,
  ],
  [
    "a hundred thousand levels",
    "PutItem",
    `{"TableName":"table","Item":{"id":{"S":"1"},"a":${nested(100_000)}}}`,
    /Nesting Levels/,
  ],
  [
    "brackets that take dynalite hours",
    "PutItem",
    put({ ConditionExpression: `${"NOT (".repeat(20)}id = :v${")".repeat(20)}`, ...values }),
    /more than 4 levels of parentheses is not in the embedded cloud/,
  ],
  [
    "an expression over 4 KB",
    "GetItem",
    {
      TableName: "table",
      Key,
      ProjectionExpression: Array.from({ length: 900 }, (_, index) => `a${index}`).join(","),
    },
    /Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: \d+/,
  ],
  ["an unknown operation", "PutItems", put({}), /501 .*dynamodb:PutItems is not in the embedded cloud/],
])("%s is rejected quickly", async (_, operation, input, expected) => {
  const start = performance.now();
  expect(await call(operation, input)).toMatch(expected);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test("32 levels and 3 pairs of brackets are fine", async () => {
  expect(await call("PutItem", `{"TableName":"table","Item":{"id":{"S":"1"},"a":${nested(32)}}}`)).toMatch(
    /^200/,
  );
  const ConditionExpression = "attribute_exists(id) AND (id = :v OR (NOT (id = :v)))";
  expect(await call("PutItem", put({ ConditionExpression, ...values }))).toMatch(/^200/);
});

test("an index far beyond a list's end appends, without making a list that long", async () => {
  await call("PutItem", put({ Item: { ...Key, jobs: { L: [{ N: "1" }] } } }));
  const update = { TableName: "table", Key, UpdateExpression: "SET jobs[4294967294] = :v", ...values };
  const start = performance.now();
  expect(await call("UpdateItem", { ...update, ReturnValues: "ALL_NEW" })).toContain(
    '{"L":[{"N":"1"},{"S":"1"}]}',
  );
  expect(performance.now() - start).toBeLessThan(2_000);
});

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    { S: "a" },
    { N: "x" },
    { SS: [] },
    { M: null },
    "table",
    "SET a = :v",
    "a = :v",
    ":v",
    1e99,
  ),
);
const input = fc.dictionary(
  fc.constantFrom(
    "TableName",
    "Item",
    "Key",
    "UpdateExpression",
    "ConditionExpression",
    "KeyConditionExpression",
    "ExpressionAttributeValues",
    "ExpressionAttributeNames",
    "RequestItems",
    "Expected",
    "AttributeUpdates",
    "ExclusiveStartKey",
    "Limit",
    "Tags",
    "ResourceArn",
    "BillingMode",
    "TimeToLiveSpecification",
  ),
  anything,
);
const operation = fc.constantFrom(
  "PutItem",
  "UpdateItem",
  "GetItem",
  "DeleteItem",
  "Query",
  "Scan",
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "UpdateTable",
  "DescribeTable",
  "ListTables",
  "TagResource",
  "UpdateTimeToLive",
  "UpdateContinuousBackups",
);

test("any input gets a response or a DynamoDB error", async () => {
  await fc.assert(
    fc.asyncProperty(operation, input, async (name, value) => {
      expect(
        await call(name, { ...(value["TableName"] === undefined ? { TableName: "table" } : {}), ...value }),
      ).toMatch(/^(200|400|501) /);
    }),
    { numRuns: 1_000 },
  );
  expect(await call("PutItem", put({}))).toBe("200 {}");
});
