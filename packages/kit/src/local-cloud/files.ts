import { openSync, renameSync, writeFileSync } from "node:fs";
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

/** The Problem for a data folder that is not writable; a Problem that says something else is kept. */
export function unwritableFolder(folder: string, error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(
    "The data folder cannot be written.",
    { "looked at": folder, seen: error instanceof Error ? error.message : String(error) },
    "Make it writable, or choose another folder with LOCAL_DATA.",
  );
}
