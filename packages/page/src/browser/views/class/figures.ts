import type { ClassDocument, LearnerSeen } from "../../../documents.ts";
import { words } from "../../words.ts";

const stuckMs = 5 * 60_000;
const minuteMs = 60_000;

/** The figures of a class. */
export interface ClassFigures {
  readonly done: number;
  readonly total: number;
  readonly stuck: readonly LearnerSeen[];
  /** The step, counted from 1, that half of the class has passed or is at. */
  readonly median: number;
  /** The check that fails for most, and for how many minutes, shortest first. */
  readonly most?: {
    readonly check: string;
    readonly learners: readonly LearnerSeen[];
    readonly minutes: readonly number[];
  };
}

/** Counts a class at a time in ms since 1970. */
export function figuresOf({ learners, steps }: ClassDocument, now: number): ClassFigures {
  const at = learners
    .map(({ done, steps: own }) =>
      done ? steps.length : own.findIndex(({ state }) => state !== "passed") + 1,
    )
    .sort((one, other) => one - other);
  const byCheck = new Map<string, LearnerSeen[]>();
  // A learner who has not begun a step has no mistake in it.
  for (const learner of learners)
    if (learner.first && learner.steps.some(({ state }) => state === "failed"))
      byCheck.set(learner.first.check, [...(byCheck.get(learner.first.check) ?? []), learner]);
  const [most] = [...byCheck].sort(([, one], [, other]) => other.length - one.length);
  return {
    done: learners.filter(({ done }) => done).length,
    total: learners.length,
    stuck: learners.filter(({ first }) => first !== undefined && now - first.since > stuckMs),
    median: at[Math.floor((at.length - 1) / 2)] ?? 0,
    ...(most ? { most: mostOf(most, now) } : {}),
  };
}

function mostOf(
  [check, learners]: [string, readonly LearnerSeen[]],
  now: number,
): NonNullable<ClassFigures["most"]> {
  const minutes = learners.map(({ first }) => minutesSince(first?.since ?? now, now));
  return { check, learners, minutes: minutes.sort((one, other) => one - other) };
}

/** Whole minutes since a time. */
export function minutesSince(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / minuteMs));
}

/** The one sentence about the class: one problem or many, and who needs help. */
export function leadOf(figures: ClassFigures, now: number, nameOf: (learner: LearnerSeen) => string): string {
  const { lead, and } = words.class;
  const { total, done, stuck, most } = figures;
  if (total === 0) return lead.empty;
  if (done === total) return lead.done(total);
  if (most && most.learners.length > 1) return lead.same(and(most.learners.map(nameOf)), most.check);
  const longest = [...stuck].sort((one, other) => (one.first?.since ?? 0) - (other.first?.since ?? 0))[0];
  if (!longest?.first) return lead.moving;
  return lead.one(nameOf(longest), longest.first.check, minutesSince(longest.first.since, now));
}
