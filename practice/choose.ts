import { createHash } from "node:crypto";
import type { Case } from "./cases.ts";
import type { PracticeRecord } from "./record.ts";

export interface Wanted {
  step?: string | undefined;
  level?: number | undefined;
}

/** The cases of a step or a level. */
export function casesFor(cases: readonly Case[], { step, level }: Wanted): Case[] {
  return cases.filter(
    (each) => (step === undefined || each.step === step) && (level === undefined || each.level === level),
  );
}

/**
 * The case to practise now: one that is due for repetition, the longest overdue first; else the first that was never
 * solved, the easiest first; else the one that is due next.
 */
export function nextCase(
  cases: readonly Case[],
  { solved }: PracticeRecord,
  nowMs: number,
): Case | undefined {
  const due = (each: Case) => solved[each.fault]?.dueMs ?? Number.POSITIVE_INFINITY;
  const byDue = cases.toSorted((one, other) => due(one) - due(other));
  const overdue = byDue.find((each) => due(each) <= nowMs);
  const fresh = cases
    .filter(({ fault }) => solved[fault] === undefined)
    .toSorted((one, other) => one.level - other.level);
  return overdue ?? fresh[0] ?? byDue[0];
}

/** One case by a seed: the same seed chooses the same. */
export function randomCase(cases: readonly Case[], seed: string): Case | undefined {
  return shuffled(cases, seed)[0];
}

const causesMax = 4;

/** The causes to choose from, in an order that the seed decides: the right one, and others with the same symptom. */
export function causesFor(right: Case, all: readonly Case[], seed: string): Case[] {
  const others = shuffled(
    all.filter((each) => each !== right),
    seed,
  );
  const ranked = [
    // If the right cause is a broken run, another one must be too, or it would stand out.
    ...others
      .filter(({ symptom, recorded }) => right.recorded && recorded && symptom === right.symptom)
      .slice(0, 1),
    ...others.filter(({ symptom, cause }) => symptom === right.symptom && cause !== right.cause),
    ...others.filter(({ symptom, cause }) => symptom === right.symptom && cause === right.cause),
    ...others.filter(
      // A broken system and a broken run may have the same cause: offering both would give two right answers.
      ({ symptom, step, recorded }) =>
        symptom !== right.symptom && step === right.step && recorded === right.recorded,
    ),
  ];
  return shuffled([right, ...[...new Set(ranked)].slice(0, causesMax - 1)], `${seed}:order`);
}

function shuffled(cases: readonly Case[], seed: string): Case[] {
  const place = ({ fault }: Case) => createHash("sha256").update(`${seed}:${fault}`).digest("hex");
  return cases.toSorted((one, other) => place(one).localeCompare(place(other)));
}
