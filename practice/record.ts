import { readFileSync } from "node:fs";
import path from "node:path";
import { dataFolder } from "@long-running-api/kit/local-cloud/data";
import { replaceFile } from "@long-running-api/kit/local-cloud/files";

/** How often a case was solved in a row without much help, and when it is to come back. */
export interface Solved {
  inARow: number;
  /** Milliseconds since 1970. */
  dueMs: number;
}

/** What a learner has solved, and the case that is open. */
export interface PracticeRecord {
  solved: Readonly<Record<string, Solved>>;
  open?: { fault: string; seed: string };
}

/** Days until a case comes back, after it was solved so many times in a row. */
const daysUntilNext = [1, 3, 7, 21] as const;
const dayMs = 86_400_000;

/** The record after a case was solved. One that took help comes back tomorrow. */
export function withSolved(
  { solved }: PracticeRecord,
  fault: string,
  { helped, nowMs }: { helped: boolean; nowMs: number },
): PracticeRecord {
  const inARow = helped ? 1 : (solved[fault]?.inARow ?? 0) + 1;
  const days = daysUntilNext[Math.min(inARow, daysUntilNext.length) - 1] ?? 1;
  return { solved: { ...solved, [fault]: { inARow, dueMs: nowMs + days * dayMs } } };
}

const file = (key: string) => path.join(dataFolder(), `practice${key}.json`);

/** The record of a learner; empty if there is none, or none that can be read. */
export function readRecord(key: string): PracticeRecord {
  try {
    const value = JSON.parse(readFileSync(file(key), "utf8")) as Partial<PracticeRecord>;
    const solved = Object.entries(value.solved ?? {}).filter(
      ([, { inARow, dueMs }]) => Number.isFinite(inARow) && Number.isFinite(dueMs),
    );
    const { open } = value;
    return { solved: Object.fromEntries(solved), ...(open ? { open } : {}) };
  } catch {
    return { solved: {} };
  }
}

export function writeRecord(key: string, record: PracticeRecord): void {
  replaceFile(file(key), `${JSON.stringify(record, undefined, 2)}\n`);
}
