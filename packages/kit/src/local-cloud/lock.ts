import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";
import { type DatabaseSync, isLocked as isBusy, openSqlite } from "@long-running-api/sqlite";
import { isDiskFull, unwritableFolder } from "./files.ts";

/** isLocked holds the lock for a moment: lockFolder waits for that. */
const takeWaitMs = 500;

/** Databases whose transaction is a lock. Node closes one that is garbage-collected, and its lock ends with it. */
const holding = new Set<DatabaseSync>();

/**
 * Locks a data folder for this process: two clouds would corrupt each other's files. The lock is SQLite's, on a
 * database that stays empty, so the operating system releases it when this process ends, however it ends. The file
 * `lock` beside it only names the holder. Returns a function that releases the lock.
 */
export function lockFolder(
  folder: string,
  inUse: (folder: string, holder: number | undefined) => Problem = cloudInUse,
): () => void {
  const named = path.join(folder, "lock");
  let database: DatabaseSync;
  try {
    makeFolder(folder);
    database = open(folder, takeWaitMs);
  } catch (error) {
    throw unwritableFolder(folder, error);
  }
  try {
    database.exec("BEGIN IMMEDIATE");
    writeFileSync(named, String(process.pid), { mode: 0o600 });
  } catch (error) {
    database.close();
    throw isBusy(error) ? inUse(folder, readHolder(named)) : notLockable(folder, error);
  }
  holding.add(database);
  return () => {
    if (!holding.delete(database)) return;
    rmSync(named, { force: true });
    release(database);
  };
}

/** Whether a process holds the lock of a data folder. */
export function isLocked(folder: string): boolean {
  if (!existsSync(path.join(folder, "lock.db"))) return false;
  let database: DatabaseSync | undefined;
  try {
    database = open(folder, 0);
    database.exec("BEGIN IMMEDIATE");
    release(database);
    return false;
  } catch (error) {
    database?.close();
    return isBusy(error);
  }
}

function open(folder: string, timeout: number): DatabaseSync {
  return openSqlite(path.join(folder, "lock.db"), { timeout });
}

function release(database: DatabaseSync): void {
  database.exec("ROLLBACK");
  database.close();
}

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, "utf8")) || undefined;
  } catch {
    return undefined; // it has the lock but has not written its process id yet
  }
}

function cloudInUse(folder: string, holder: number | undefined): Problem {
  return new Problem(
    "A local cloud is already running with this data folder.",
    { "looked at": folder, ...(holder === undefined ? {} : { process: String(holder) }) },
    [
      "npx tsx local status      shows its address: you can use that one",
      "npx tsx local stop        stops it",
      "npx tsx local --memory    starts another one, which keeps nothing on disk",
    ],
  );
}

function notLockable(folder: string, error: unknown): Problem {
  if (isDiskFull(error)) return unwritableFolder(folder, error);
  return new Problem(
    "The data folder cannot be locked.",
    {
      "looked at": path.join(folder, "lock.db"),
      seen: error instanceof Error ? error.message : String(error),
    },
    "Remove that file, which holds no data, or name another folder with --data DIR.",
  );
}
