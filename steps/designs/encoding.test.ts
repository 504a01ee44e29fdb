import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { WorkflowDef } from "@long-running-api/conductor/client";
import { parseJson, stringifyJson } from "@long-running-api/conductor/json";
import { problemLines } from "@long-running-api/foundation/problem";
import { readNames } from "@long-running-api/kit/names";
import { expect, onTestFinished, test } from "vitest";
import { fillIn, readWorkflowDesign, sameDefinition } from "../04-workflow/definition.ts";
import { designsIn } from "./index.ts";

const table = '{ "KeySchema": [] }\r\n';

test.each([
  ["UTF-16, as PowerShell's > writes it", Buffer.from(`\ufeff${table}`, "utf16le"), "UTF-16"],
  ["bytes that are not text", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x1b, 0x5b]), "bytes"],
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

test("numbers of a learner's workflow keep their digits until they are registered, and are then found to be there", async () => {
  const text =
    '{"name":"w","tasks":[{"name":"a","taskReferenceName":"a","type":"HTTP","inputParameters":{"id":1234567890123456789,"share":1.0}}]}';
  const { definition } = await readWorkflowDesign(designsIn(folderWith(Buffer.from(text), "workflow.json")));
  const names = readNames({ options: {}, env: {} });
  const wanted = fillIn(definition, { name: "w", invokeUrl: "http://127.0.0.1:4566/test", names });
  const sent = stringifyJson(wanted);
  expect(sent).toContain('{"id":1234567890123456789,"share":1.0}');
  expect(sameDefinition(parseJson(sent) as WorkflowDef, wanted)).toBe(true);
  const other = parseJson(sent.replace("1234567890123456789", "1234567890123456788")) as WorkflowDef;
  expect(sameDefinition(other, wanted)).toBe(false);
});

function folderWith(bytes: Buffer, name = "table.json"): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "designs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, name), bytes);
  return folder;
}
