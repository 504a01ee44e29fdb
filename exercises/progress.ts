import { exercises } from "./all.ts";
import { designsFor } from "./designs.ts";
import { exercisesOf, fileOf } from "./files.ts";
import { type Folder, textIn } from "./folder.ts";
import type { Exercise } from "./model.ts";
import { recognized } from "./recognize.ts";
import { attempt, type Outcome, type Place } from "./system.ts";

/** Which exercises are solved. This is not recorded, but determined from the learner's files. */
export interface Progress {
  isSolved(exercise: Exercise): boolean;
  solvedCount(): number;
  /** Remembers the outcome of a try until the file changes. */
  note(exercise: Exercise, outcome: Outcome): void;
  /** The first exercise that is not solved, from one on and then from the first. */
  nextFrom(exercise: Exercise | undefined): Exercise | undefined;
}

/**
 * Reads a learner's files. Those that are a starter or a solution word for word need no trying: a test proves what
 * they are. The others are applied and judged, in order.
 */
export async function readProgress(
  place: () => Promise<Place>,
  folder: Folder,
  onEach: (exercise: Exercise) => void = () => {},
): Promise<Progress> {
  const known = new Map<Exercise, { text: string | undefined; solved: boolean }>();
  const set = (exercise: Exercise, solved: boolean) =>
    void known.set(exercise, { text: textIn(folder, exercise), solved });
  const note = (exercise: Exercise, outcome: Outcome) => {
    for (const [each, solved] of resultsOf(exercise, outcome, folder)) set(each, solved);
  };
  const isSolved = (exercise: Exercise): boolean => {
    const noted = known.get(exercise);
    const text = textIn(folder, exercise);
    if (noted && noted.text === text) return noted.solved;
    return text !== undefined && (recognized(exercise, folder, text) ?? false);
  };
  for (const exercise of exercises) {
    const text = textIn(folder, exercise);
    const solved = text === undefined ? false : recognized(exercise, folder, text);
    if (solved !== undefined) {
      set(exercise, solved);
      continue;
    }
    onEach(exercise);
    note(exercise, await tryAll(await place(), exercise, folder, isSolved));
  }
  return {
    isSolved,
    note,
    solvedCount: () => exercises.filter(isSolved).length,
    nextFrom(exercise) {
      const from = exercise === undefined ? 0 : exercises.indexOf(exercise) + 1;
      return [...exercises.slice(from), ...exercises.slice(0, from)].find((each) => !isSolved(each));
    },
  };
}

/** What a try says of an exercise, and of those before it on the same file: their checks are run too. */
function resultsOf(exercise: Exercise, outcome: Outcome, { language }: Folder): [Exercise, boolean][] {
  const file = fileOf(exercise, language);
  const family = file === undefined ? [exercise] : exercisesOf(file, language);
  const upToHere = family.slice(0, family.indexOf(exercise) + 1);
  const failed =
    outcome.kind === "solved"
      ? upToHere.length
      : outcome.kind === "broken"
        ? 0
        : upToHere.findIndex(({ judgedBy }) => judgedBy.includes(outcome.verdict.id));
  return upToHere.map((each, index) => [each, index < failed]);
}

function tryAll(
  place: Place,
  exercise: Exercise,
  folder: Folder,
  isSolved: (other: Exercise) => boolean,
): Promise<Outcome> {
  return attempt(place, {
    exercise,
    language: folder.language,
    designs: designsFor(exercise, folder, isSolved),
    onlyOwnStep: false,
  });
}
