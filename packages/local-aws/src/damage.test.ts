import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDynamoDb } from "./dynamodb/index.ts";
import { openStore } from "./store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "damage-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function openAll() {
  const store = openStore(path.join(folder, "aws.db"));
  const directory = path.join(folder, "dynamodb");
  const dynamodb = createDynamoDb({ directory, accountId: "000000000000", now: () => new Date(), store });
  const close = async () => {
    await dynamodb.close();
    store.close();
  };
  return { dynamodb, close, region: path.join(directory, "us-east-1") };
}

async function makeTable(): Promise<string> {
  const { dynamodb, close, region } = openAll();
  const operation = dynamodb.service.read(
    {
      method: "POST",
      path: "/",
      query: new URLSearchParams(),
      headers: { "x-amz-target": "DynamoDB_20120810.CreateTable" },
      body: Buffer.from(
        JSON.stringify({
          TableName: "kept",
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      ),
    },
    "us-east-1",
  );
  const { status } = await operation.handle({
    region: "us-east-1",
    accountId: "000000000000",
    caller: { accountId: "", arn: "", userId: "", accessKeyId: "" },
    requestId: "",
    endpoint: "",
    now: () => new Date(),
  });
  expect(status).toBe(200);
  await close();
  return region;
}

const fileLike = (region: string, pattern: RegExp) =>
  path.join(region, readdirSync(region).find((name) => pattern.test(name)) ?? "");

it("reports nothing for undamaged data", async () => {
  await makeTable();
  const { dynamodb, close } = openAll();
  expect(await dynamodb.open()).toEqual([]);
  await close();
});

it.each([
  ["MANIFEST", /^MANIFEST/],
  ["CURRENT", /^CURRENT$/],
])("names the folder whose %s is damaged, and the remedy", async (_, pattern) => {
  const region = await makeTable();
  writeFileSync(fileLike(region, pattern), "garbage\n");
  const { dynamodb, close } = openAll();
  await expect(dynamodb.open()).rejects.toMatchObject({
    name: "Problem",
    message: "The tables of the local cloud are damaged.",
    seen: { "looked at": region },
    next: [expect.stringContaining(`mv ${region} ${region}.damaged`)],
  });
  await close();
});

it("reports a lost table once", async () => {
  const region = await makeTable();
  writeFileSync(fileLike(region, /\.log$/), "");
  const first = openAll();
  expect(await first.dynamodb.open()).toEqual([{ region: "us-east-1", table: "kept", folder: region }]);
  await first.close();
  const second = openAll();
  expect(await second.dynamodb.open()).toEqual([]);
  await second.close();
});

it("names a damaged database file", () => {
  const file = path.join(folder, "aws.db");
  writeFileSync(file, "this is no database".repeat(100));
  expect(() => openStore(file)).toThrow("The data of the local cloud is damaged.");
});

it("checkpoints on close: one file holds all data", () => {
  const file = path.join(folder, "aws.db");
  const store = openStore(file);
  store.collection<string>("c").put("k", "x".repeat(10_000));
  store.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(statSync(file).size).toBeGreaterThan(10_000);
});
