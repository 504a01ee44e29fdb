import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { isAlive } from "@long-running-api/foundation/process";

/**
 * Takes a data folder for this process: two clouds on the same files would destroy them. A lock that a crash left
 * is taken over. Answers how to release it.
 */
export function lockFolder(
  folder: string,
  inUse: (folder: string, owner: number) => Problem = cloudInUse,
): () => void {
  const file = path.join(folder, "lock");
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      mkdirSync(folder, { recursive: true });
      const lock = openSync(file, "wx", 0o600);
      writeSync(lock, String(process.pid));
      closeSync(lock);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw unwritable(folder, error);
      const owner = lockOwner(folder);
      if (owner !== undefined) throw inUse(folder, owner);
      rmSync(file, { force: true });
    }
  }
  throw inUse(folder, Number(readLock(file)));
}

/** The live process that holds a data folder, if any. */
export function lockOwner(folder: string): number | undefined {
  const owner = Number(readLock(path.join(folder, "lock")));
  return owner !== process.pid && isAlive(owner) ? owner : undefined;
}

function readLock(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function cloudInUse(folder: string, owner: number): Problem {
  return new Problem(
    "Another local cloud is using this data folder.",
    { "looked at": folder, process: String(owner) },
    [
      "npx tsx local status",
      "Use that one, stop it with npx tsx local stop, or start yours with --memory or --data DIR.",
    ],
  );
}

function unwritable(folder: string, error: unknown): Problem {
  return new Problem(
    "The data folder cannot be written.",
    { "looked at": folder, seen: error instanceof Error ? error.message : String(error) },
    "Make it writable, name another one with --data DIR, or use --memory to keep nothing.",
  );
}
