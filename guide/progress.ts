import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { replaceFile } from "@long-running-api/kit/local-cloud/files";

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
    const { at, heldSeconds } = value;
    if (typeof at !== "string") return undefined;
    return {
      at,
      guessed: countOf(value.guessed),
      right: countOf(value.right),
      ...(typeof heldSeconds === "number" ? { heldSeconds } : {}),
    };
  } catch {
    return undefined;
  }
}

function countOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Writes the record. If that fails, the guide continues, and starts from the beginning next time. */
export function writeProgress(key: string, progress: Progress): void {
  try {
    replaceFile(file(key), `${JSON.stringify(progress)}\n`);
  } catch {
    // The record is a convenience.
  }
}

/** Removes the record: the guide is finished, or begins again. */
export function forgetProgress(key: string): void {
  try {
    rmSync(file(key), { force: true });
  } catch {
    // A folder that is read-only now: the next time the guide asks whether to continue.
  }
}
