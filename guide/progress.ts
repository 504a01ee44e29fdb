import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";

/** Where a learner stopped. What was made is read from the target; this is only the place in the text. */
export interface Progress {
  /** The stage that is next. */
  at: string;
  /** Predictions so far. */
  guessed: number;
  right: number;
  /** Seconds that the synchronous call held a connection, once it was seen. */
  heldSeconds?: number;
}

export const noProgress: Omit<Progress, "at"> = { guessed: 0, right: 0 };

const file = (key: string) => path.join(dataFolder(), `guide${key}.json`);

/** The record of a learner on a target; undefined if there is none, or none that can be read. */
export function readProgress(key: string): Progress | undefined {
  try {
    const value = JSON.parse(readFileSync(file(key), "utf8")) as Partial<Progress>;
    const { at, guessed = 0, right = 0, heldSeconds } = value;
    if (typeof at !== "string") return undefined;
    return { at, guessed, right, ...(typeof heldSeconds === "number" ? { heldSeconds } : {}) };
  } catch {
    return undefined;
  }
}

/** Writes the record. Where that is not possible the guide goes on, and begins at the start next time. */
export function writeProgress(key: string, progress: Progress): void {
  try {
    makeFolder(dataFolder());
    writeFileSync(file(key), `${JSON.stringify(progress)}\n`);
  } catch {
    // The record is a convenience.
  }
}

/** Removes the record: the guide is finished, or begins again. */
export function forgetProgress(key: string): void {
  rmSync(file(key), { force: true });
}
