import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openRegion } from "./region.ts";

let directory: string;
beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(tmpdir(), "tables-")), "us-east-1");
});
afterEach(() => rmSync(path.dirname(directory), { recursive: true }));

const open = () => openRegion("us-east-1", { accountId: "000000000000", directory });
const design = {
  TableName: "kept",
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [
    { AttributeName: "id", AttributeType: "S" },
    { AttributeName: "other", AttributeType: "S" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by-other",
      KeySchema: [{ AttributeName: "other", KeyType: "HASH" }],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  BillingMode: "PAY_PER_REQUEST",
};
const item = (id: string) => ({ TableName: "kept", Item: { id: { S: id }, other: { S: "x" } } });

test("a table that was CREATING when the process ended is ACTIVE afterwards", async () => {
  const before = await open();
  await before.run("CreateTable", structuredClone(design));
  expect((await before.table("kept"))?.TableStatus).toBe("CREATING");
  await before.close();
  const after = await open();
  expect(await after.table("kept")).toMatchObject({
    TableStatus: "ACTIVE",
    GlobalSecondaryIndexes: [{ IndexStatus: "ACTIVE" }],
    BillingModeSummary: { LastUpdateToPayPerRequestDateTime: expect.any(Number) },
  });
  await after.run("PutItem", item("1"));
  await after.close();
  const again = await open();
  expect(await again.run("GetItem", { TableName: "kept", Key: { id: { S: "1" } } })).toEqual({
    Item: item("1").Item,
  });
  await again.close();
});

test("a table that was DELETING when the process ended is deleted, and a new one of its name is empty", async () => {
  const before = await open();
  await before.run("CreateTable", structuredClone(design));
  await before.close();
  const middle = await open();
  await middle.run("PutItem", item("1"));
  await middle.run("DeleteTable", { TableName: "kept" });
  expect((await middle.table("kept"))?.TableStatus).toBe("DELETING");
  await middle.close();
  const after = await open();
  expect(await after.table("kept")).toBeUndefined();
  expect(await after.run("ListTables", {})).toEqual({ TableNames: [] });
  await after.run("CreateTable", structuredClone(design));
  await after.close();
  const again = await open();
  expect(await again.run("Scan", { TableName: "kept" })).toMatchObject({ Count: 0 });
  expect(await again.run("Scan", { TableName: "kept", IndexName: "by-other" })).toMatchObject({ Count: 0 });
  await again.close();
});
