import type { Reported } from "../checks/engine/report.ts";
import { jsonMistake } from "../steps/designs/json-mistake.ts";
import { fileOf, sameText, solutionOf, starterOf } from "./files.ts";
import type { Exercise, Language } from "./model.ts";

/** Shorter words of a solution occur in many sentences, so they give nothing away. */
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
  const file = fileOf(exercise, language);
  const changed = file !== undefined && !sameText(text, starterOf(exercise, language));
  const place = changed ? jsonHint(observed ?? "") : undefined;
  if (place !== undefined) return place;
  if (hint === null || (id === fails.check && observed?.includes(fails.observed))) return undefined;
  const added =
    file === undefined ? [] : wordsOf(solutionOf(exercise, language)).filter((word) => !text.includes(word));
  return added.some((word) => hint.includes(word)) ? undefined : hint;
}

const excerptCharactersMax = 24;

/** Where the JSON that a template wrote has its first mistake, if a check has observed it in full. */
function jsonHint(observed: string): string | undefined {
  const json = /^not valid JSON: (.*[^…])$/s.exec(observed)?.[1];
  const mistake = json === undefined ? undefined : jsonMistake(json);
  if (json === undefined || mistake === undefined) return undefined;
  const rest = json.slice(mistake.offset);
  const excerpt = rest.length > excerptCharactersMax ? `${rest.slice(0, excerptCharactersMax)}…` : rest;
  const expected = mistake.expected.replace("the end of the file", "nothing more");
  return `${rest === "" ? "At the end" : `At ${excerpt}`} there should be ${expected}.`;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s"'(){}[\],;:]+/).filter((word) => word.length >= wordCharactersMin);
}
