import { exercisesOf, fileOf, sameText, solutionOf, starterOf } from "./files.ts";
import type { Folder } from "./folder.ts";
import type { Exercise } from "./model.ts";

/** Whether a file is one of the versions that are proven to solve an exercise, or not to; nothing for any other. */
export function recognized(exercise: Exercise, { language }: Folder, text: string): boolean | undefined {
  if (exercise.command) return true; // its file is there only once it is solved
  const file = fileOf(exercise, language);
  if (file === undefined) return undefined;
  const family = exercisesOf(file, language);
  const [first] = family;
  if (!first) return undefined;
  const position = family.indexOf(exercise);
  if (sameText(text, starterOf(first, language))) return false;
  const version = family.findIndex((each) => sameText(text, solutionOf(each, language)));
  return version < 0 ? undefined : version >= position;
}
