import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { problemLines } from "@long-running-api/foundation/problem";
import { expect, onTestFinished, test } from "vitest";
import { designsIn } from "./index.ts";

const table = '{ "KeySchema": [] }\r\n';

test.each([
  ["UTF-16, as PowerShell's > writes it", Buffer.from(`\ufeff${table}`, "utf16le"), "UTF-16"],
  ["bytes that are no text", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x1b, 0x5b]), "bytes"],
])("a file with %s is refused, and none of it is printed", async (_, bytes, seen) => {
  const lines = await designsIn(folderWith(bytes))
    .find("table.json")
    .catch((error) => problemLines(error));
  expect(lines).toEqual([
    expect.stringMatching(/table\.json is not a text file in UTF-8\.$/),
    expect.stringContaining(seen),
    expect.stringContaining("UTF-8"),
  ]);
});

test("a byte order mark and Windows' line ends make no difference", async () => {
  const found = await designsIn(folderWith(Buffer.from(`\ufeff${table}`))).find("table.json");
  expect(found?.text).toBe('{ "KeySchema": [] }\n');
});

function folderWith(bytes: Buffer): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "designs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, "table.json"), bytes);
  return folder;
}
