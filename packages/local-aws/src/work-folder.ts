import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { isAlive } from "@long-running-api/foundation/process";

/** Where the embedded AWS keeps its files. */
export interface WorkFolder {
  readonly path: string;
  /** Removes the folder if it is temporary. */
  remove(): void;
}

const temporaryPrefix = "long-running-api-";

/** The data folder, or a temporary one. */
export function openWorkFolder(dataFolder: string | undefined): WorkFolder {
  if (dataFolder !== undefined) {
    makeFolder(dataFolder);
    return { path: dataFolder, remove: () => {} };
  }
  sweepTemporary();
  const temporary = mkdtempSync(path.join(os.tmpdir(), `${temporaryPrefix}${process.pid}-`));
  return { path: temporary, remove: () => removeFolder(temporary) };
}

/** Removes folders that a killed process left behind. */
function sweepTemporary(): void {
  for (const name of readdirSync(os.tmpdir())) {
    const pid = Number(/^long-running-api-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) removeFolder(path.join(os.tmpdir(), name));
  }
}

/** A function that was just killed may still write a file; what it leaves is swept by a later cloud. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTEMPTY") throw error;
  }
}
