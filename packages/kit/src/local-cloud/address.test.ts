import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { announce, announced } from "./address.ts";

it("skips files that hold no address", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "addresses-"));
  try {
    const address = {
      pid: 1,
      aws: "http://127.0.0.1:1",
      conductor: "http://127.0.0.1:1/api",
      startedAt: "2026-11-22T12:00:00Z",
      background: false,
    };
    announce(folder, address);
    mkdirSync(path.join(folder, "running"), { recursive: true });
    for (const [name, text] of Object.entries({
      empty: "",
      null: "null",
      list: "[]",
      bare: "{}",
      undated: '{"pid":2,"aws":"http://127.0.0.1:2","conductor":"http://127.0.0.1:2/api"}',
      dated: '{"startedAt":"2026-11-22T13:00:00Z"}',
    }))
      writeFileSync(path.join(folder, "running", `${name}.json`), text);
    expect(announced(folder)).toEqual([address]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
