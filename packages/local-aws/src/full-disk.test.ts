import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { hasSmallDisk, openSmallDisk, type SmallDisk } from "@long-running-api/test-support/small-disk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegion, type Region } from "./dynamodb/region.ts";
import { reopening } from "./dynamodb/reopening.ts";
import { StorageFailure } from "./storage-failure.ts";
import { openStore } from "./store.ts";

describe.skipIf(!hasSmallDisk)("on a small disk (needs Linux, root, and the right to mount)", () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = openSmallDisk() as SmallDisk;
  });
  afterEach(() => disk.close());

  const open = (directory: string) =>
    reopening(() => openRegion("us-east-1", { accountId: "000000000000", directory }));

  /** Whether the item was acknowledged. */
  async function put(region: Region, id: string, bytes = 10): Promise<boolean> {
    try {
      await region.run("PutItem", {
        TableName: "table",
        Item: { id: { S: id }, v: { S: "x".repeat(bytes) } },
      });
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(StorageFailure);
      return false;
    }
  }

  async function idsIn(region: Region): Promise<string[]> {
    const { Items } = await region.run("Scan", { TableName: "table" });
    return (Items as { id: { S: string } }[]).map(({ id }) => id.S).sort();
  }

  it.each(["an orderly stop", "a kill"])("keeps all items that were acknowledged, over %s", async (end) => {
    const directory = path.join(disk.folder, "us-east-1");
    const region = await open(directory);
    await region.run("CreateTable", {
      TableName: "table",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    });
    await expect.poll(async () => (await region.table("table"))?.TableStatus).toBe("ACTIVE");
    const acknowledged: string[] = [];
    const putMany = async (prefix: string, bytes: number) => {
      const ids = Array.from({ length: 30 }, (_, index) => `${prefix}${index}`);
      const results = await Promise.all(ids.map((id) => put(region, id, bytes)));
      const written = ids.filter((_, index) => results[index]);
      acknowledged.push(...written);
      return written.length;
    };
    expect(await putMany("before", 10)).toBe(30);
    const free = disk.fill();
    expect(await putMany("during", 5_000)).toBe(0);
    expect(await putMany("small", 10)).toBeLessThan(30);
    free();
    expect(await putMany("after", 10)).toBe(30);

    let left = directory;
    if (end === "a kill") {
      left = mkdtempSync(path.join(tmpdir(), "killed-"));
      cpSync(directory, left, { recursive: true });
    } else await region.close();
    const again = await open(left);
    expect(await idsIn(again)).toEqual(expect.arrayContaining(acknowledged.sort()));
    await again.close();
    if (end === "a kill") await region.close();
  });

  it("rejects writes that aws.db cannot take, leaves memory unchanged, and continues", () => {
    const file = path.join(disk.folder, "aws.db");
    const store = openStore(file);
    const documents = store.collection<string>("c");
    documents.put("before", "1");
    const free = disk.fill();
    const large = "x".repeat(100_000);
    expect(() => documents.put("single", large)).toThrow(StorageFailure);
    expect(() =>
      store.transaction(() => {
        documents.put("first", "1");
        documents.put("second", large);
      }),
    ).toThrow(StorageFailure);
    expect(documents.keys()).toEqual(["before"]);
    free();
    documents.put("after", large);
    store.close();
    expect(openStore(file).collection("c").keys()).toEqual(["before", "after"]);
  });
});
