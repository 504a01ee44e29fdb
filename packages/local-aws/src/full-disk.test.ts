import { execFileSync } from "node:child_process";
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRegion, type Region } from "./dynamodb/region.ts";
import { reopening } from "./dynamodb/reopening.ts";
import { StorageFailure } from "./storage-failure.ts";
import { openStore } from "./store.ts";

/** An in-memory file system of 6 MB: only root on Linux can mount one. */
function mountSmall(folder: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false; // a container may lack the privilege
  }
}

const root = mkdtempSync(path.join(tmpdir(), "full-disk-"));
const canMount = mountSmall(root);
if (canMount) execFileSync("umount", [root]);
rmSync(root, { recursive: true });

describe.skipIf(!canMount)("on a small disk (needs Linux, root, and the right to mount)", () => {
  let disk: string;
  beforeEach(() => {
    disk = mkdtempSync(path.join(tmpdir(), "full-disk-"));
    mountSmall(disk);
  });
  afterEach(() => {
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true });
  });

  /** Fills the disk; returns a function that frees the space. */
  function fill(): () => void {
    const file = path.join(disk, "fill");
    const descriptor = openSync(file, "w");
    for (const size of [65_536, 512, 1]) {
      try {
        for (;;) writeSync(descriptor, Buffer.alloc(size));
      } catch {
        // no space for that size
      }
    }
    closeSync(descriptor);
    return () => rmSync(file);
  }

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
    const directory = path.join(disk, "us-east-1");
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
    const free = fill();
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
    const file = path.join(disk, "aws.db");
    const store = openStore(file);
    const documents = store.collection<string>("c");
    documents.put("before", "1");
    const free = fill();
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
