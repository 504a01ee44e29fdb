import { openSync, renameSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";

/** Opens a new, empty log in a data folder, for the output of a process; returns its descriptor. */
export function openLogFile(file: string): number {
  const folder = path.dirname(file);
  try {
    makeFolder(folder);
    return openSync(file, "w", 0o600);
  } catch (error) {
    throw unwritableFolder(folder, error);
  }
}

/** Writes a file of a data folder whole or not at all: a full disk or a kill leaves the version before it. */
export function replaceFile(file: string, text: string): void {
  const folder = path.dirname(file);
  try {
    makeFolder(folder);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw unwritableFolder(folder, error);
  }
}

/** A cloud writes about this much when it starts. */
const startBytes = 1_000_000;

/** The Problem for a data folder without room for a cloud: one that starts there ends, and its log stays empty. */
export function withoutRoom(
  folder: string,
  { bavail, bsize }: { bavail: number; bsize: number } = statfsSync(folder),
): Problem | undefined {
  const freeBytes = bavail * bsize;
  if (freeBytes >= startBytes) return undefined;
  return unwritableFolder(folder, new Error(`the disk is full: ${Math.floor(freeBytes / 1000)} KB are free`));
}

/** Whether an error is that of a full disk, or of a user whose share of it is full. */
export function isDiskFull(error: unknown): error is Error {
  return error instanceof Error && /ENOSPC|EDQUOT|disk is full/.test(error.message);
}

/** The Problem for a data folder that is not writable; a Problem that says something else is kept. */
export function unwritableFolder(folder: string, error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    "The data folder cannot be written.",
    { "looked at": folder, seen: error instanceof Error ? error.message : String(error) },
    `${isDiskFull(error) ? "Free some space" : "Make it writable"}, or choose another folder with LOCAL_DATA.`,
  );
}
