import type { Reported } from "../checks/engine/report.ts";
import { fileOf, solutionOf } from "./files.ts";
import type { Exercise, Language } from "./model.ts";

/** Shorter words of a solution are in many sentences. */
const wordCharactersMin = 6;

/**
 * The hint of the check that failed, for a mistake that is not the exercise's own: its own has hints in stages. A hint
 * that names what the solution adds to the learner's file is left out.
 */
export function otherHint(
  { id, observed, hint }: Reported,
  exercise: Exercise,
  { language, text }: { language: Language; text: string },
): string | undefined {
  const { fails } = exercise;
  if (hint === null || (id === fails.check && observed?.includes(fails.observed))) return undefined;
  const file = fileOf(exercise, language);
  const added =
    file === undefined ? [] : wordsOf(solutionOf(exercise, language)).filter((word) => !text.includes(word));
  return added.some((word) => hint.includes(word)) ? undefined : hint;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s"'(){}[\],;:]+/).filter((word) => word.length >= wordCharactersMin);
}
