import type { Output } from "@long-running-api/kit/output";
import { shownPath } from "../../steps/designs/index.ts";
import { exercises } from "../all.ts";
import { type Folder, pathOf } from "../folder.ts";
import { readProgress } from "../progress.ts";
import type { Place } from "../system.ts";
import { progressLine } from "../watch/screen.ts";

export interface ListRun {
  folder: Folder;
  output: Output;
  place(): Promise<Place>;
}

/** Prints the exercises, and which are solved. */
export async function listCommand({ folder, output, place }: ListRun): Promise<number> {
  const { colors } = output;
  const progress = await readProgress(place, folder);
  const next = progress.nextFrom(undefined);
  for (const exercise of exercises) {
    const mark = progress.isSolved(exercise)
      ? colors.green("✔")
      : exercise === next
        ? colors.yellow("•")
        : " ";
    output.say(`${mark} ${exercise.id.padEnd(15)} ${exercise.title}`);
  }
  output.say();
  output.say(progressLine(progress.solvedCount(), exercises.length, { colors, columns: 80 }));
  if (next) output.say(`next: ${next.id}, in ${shownPath(pathOf(folder, next) ?? folder.path)}`);
  output.document({
    version: 1,
    folder: folder.path,
    solved: progress.solvedCount(),
    total: exercises.length,
    next: next?.id ?? null,
    exercises: exercises.map((exercise) => ({
      id: exercise.id,
      title: exercise.title,
      file: pathOf(folder, exercise) ?? null,
      solved: progress.isSolved(exercise),
    })),
  });
  return next ? 1 : 0;
}
