import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { builtInSqlite } from "./built-in.ts";
import { isDamaged, isLocked } from "./faults.ts";
import { nativeSqlite } from "./native.ts";

const folder = mkdtempSync(path.join(tmpdir(), "sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const builtIn = builtInSqlite();

test.skipIf(!builtIn)("loading Node's own prints nothing", () => {
  const emitWarning = vi.spyOn(process, "emitWarning");
  builtInSqlite();
  expect(emitWarning).not.toHaveBeenCalled();
  emitWarning.mockRestore();
});

describe.each([
  ...(builtIn ? [{ name: "node:sqlite", sqlite: builtIn }] : []),
  { name: "the native package", sqlite: nativeSqlite() },
])("$name", ({ name, sqlite }) => {
  const open = (timeout = 0) =>
    new sqlite.DatabaseSync(path.join(folder, `${name.replace(/\W/g, "-")}.db`), { timeout });

  test("a transaction holds the lock until it ends", () => {
    const first = open();
    const second = open(1);
    first.exec("BEGIN IMMEDIATE");
    expect(first.isTransaction).toBe(true);
    expect(() => second.exec("BEGIN IMMEDIATE")).toThrow(expect.objectContaining({ errcode: 5 }));
    expect(() => second.exec("BEGIN IMMEDIATE")).toThrow(expect.toSatisfy(isLocked));
    first.exec("ROLLBACK");
    second.exec("BEGIN IMMEDIATE");
    expect(first.isTransaction).toBe(false);
    second.close();
    first.close();
  });

  test("a file that is no database is recognised", () => {
    const file = path.join(folder, "text");
    writeFileSync(file, "no database ".repeat(100));
    const database = new sqlite.DatabaseSync(file);
    expect(() => database.exec("CREATE TABLE t (a)")).toThrow(expect.toSatisfy(isDamaged));
    database.close();
  });

  test("writes in WAL mode are there for the next that opens the file, with every kind of value", () => {
    const database = open();
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a, b, c)");
    database.prepare("INSERT INTO t VALUES (?, ?, ?)").run("text", 1.5, null);
    database.close();
    const again = open();
    expect({ ...again.prepare("SELECT * FROM t").get() }).toEqual({ a: "text", b: 1.5, c: null });
    expect(again.prepare("SELECT * FROM t WHERE a = ?").get("other")).toBeUndefined();
    expect({ ...again.prepare("PRAGMA journal_mode").get() }).toEqual({ journal_mode: "wal" });
    again.close();
  });
});
