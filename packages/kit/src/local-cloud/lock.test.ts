import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Problem } from "@long-running-api/foundation/problem";
import { afterEach, beforeEach, expect, test } from "vitest";
import { unwritableFolder, withoutRoom } from "./files.ts";
import { isLocked, lockFolder } from "./lock.ts";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "lock-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Another process that holds the lock until it is killed. */
async function startHolder(): Promise<ChildProcess> {
  const lock = JSON.stringify(new URL("./lock.ts", import.meta.url).href);
  const script = `import { lockFolder } from ${lock}; lockFolder(${JSON.stringify(folder)}); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", tsx, "--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

function refusal(): Problem {
  try {
    lockFolder(folder)();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("The folder was not locked.");
}

test("a lock file with the number of a live, unrelated process does not lock the folder", () => {
  writeFileSync(path.join(folder, "lock"), String(process.ppid));
  expect(isLocked(folder)).toBe(false);
  lockFolder(folder)();
});

test("one process at a time: another is refused, with the holder's id", async () => {
  const { pid } = await startHolder();
  expect(isLocked(folder)).toBe(true);
  expect(refusal().message).toBe("A local cloud is already running with this data folder.");
  expect(refusal().seen).toEqual({ "looked at": folder, process: String(pid) });
});

test("the system releases the lock of a process that is killed", async () => {
  const holder = await startHolder();
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(isLocked(folder)).toBe(false);
  lockFolder(folder)();
});

test("a second lock within one process is refused until the first is released", () => {
  const release = lockFolder(folder);
  expect(isLocked(folder)).toBe(true);
  expect(refusal().seen["process"]).toBe(String(process.pid));
  release();
  release(); // calling it twice is safe: it may also run when the process ends
  expect(isLocked(folder)).toBe(false);
  lockFolder(folder)();
});

test("the release of one lock leaves the lock of the next holder alone", () => {
  const first = lockFolder(folder);
  first();
  const second = lockFolder(folder);
  first();
  expect(isLocked(folder)).toBe(true);
  expect(readFileSync(path.join(folder, "lock"), "utf8")).toBe(String(process.pid));
  second();
});

test("a folder that cannot be created is reported as a Problem", () => {
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  expect(() => lockFolder(path.join(file, "data"))).toThrow("The data folder cannot be written.");
  expect(isLocked(path.join(folder, "not there"))).toBe(false);
});

test("a Node without SQLite is not reported as a folder that cannot be written", () => {
  const problem = new Problem("This Node has no SQLite.");
  expect(unwritableFolder(folder, problem)).toBe(problem);
});

test("a full disk is reported as such", () => {
  for (const message of ["ENOSPC: no space left on device, write", "database or disk is full"]) {
    const { next, seen } = unwritableFolder(folder, new Error(message));
    expect({ next, seen }).toEqual({
      next: ["Free some space, or choose another folder with LOCAL_DATA."],
      seen: { "looked at": folder, seen: message },
    });
  }
  expect(withoutRoom(folder, { bavail: 2, bsize: 4096 })?.seen["seen"]).toBe(
    "the disk is full: 8 KB are free",
  );
  expect(withoutRoom(folder)).toBeUndefined();
});

test("a damaged lock database is reported as a Problem", () => {
  writeFileSync(path.join(folder, "lock.db"), "this is not a database".repeat(100));
  expect(refusal().message).toBe("The data folder cannot be locked.");
});
