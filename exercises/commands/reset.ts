import { Problem } from "@long-running-api/foundation/problem";
import type { Output } from "@long-running-api/kit/output";
import { canPrompt, confirm } from "@long-running-api/kit/prompt";
import { shownPath } from "../../steps/designs/index.ts";
import { designsFor } from "../designs.ts";
import { type Folder, pathOf, resetFile } from "../folder.ts";
import type { Exercise } from "../model.ts";
import { readProgress } from "../progress.ts";
import { attempt, type Place } from "../system.ts";

export interface ResetRun {
  folder: Folder;
  chosen: readonly Exercise[];
  output: Output;
  yes: boolean;
  place(): Promise<Place>;
}

/** Restores starters, after asking. The learner's version is kept as a copy. */
export async function resetCommand({ folder, chosen, output, yes, place }: ResetRun): Promise<number> {
  if (chosen.length === 0)
    throw new Problem("Name the exercise to reset.", {}, "npx tsx exercises reset 01-key");
  for (const exercise of chosen) {
    const file = shownPath(pathOf(folder, exercise) ?? "");
    if (!yes && !(await agreed(`Restore the starter of ${exercise.id} in ${file}?`, output)))
      throw new Problem("Nothing was changed.");
    const backup = resetFile(folder, exercise);
    if (exercise.command) await beginAgain(exercise, folder, await place());
    output.say(
      exercise.command ? `${exercise.id} starts again.` : `${file} is the starter of ${exercise.id} again.`,
    );
    if (backup !== undefined) output.say(`Your version was saved as ${backup}.`);
  }
  output.document({ version: 1, reset: chosen.map(({ id }) => id) });
  return 0;
}

async function beginAgain(exercise: Exercise, folder: Folder, place: Place): Promise<void> {
  const progress = await readProgress(async () => place, folder);
  await attempt(place, {
    exercise,
    language: folder.language,
    designs: designsFor(exercise, folder, progress.isSolved),
    onlyOwnStep: false,
  });
}

async function agreed(message: string, output: Output): Promise<boolean> {
  if (!canPrompt(output))
    throw new Problem("Without a terminal, reset cannot ask for confirmation.", {}, "Add --yes to go ahead.");
  return await confirm(output, message, { initial: false });
}
