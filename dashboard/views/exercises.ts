import type { ExercisesDocument } from "@long-running-api/page/documents";
import { exercises } from "../../exercises/all.ts";
import { defaultFolder } from "../../exercises/default-folder.ts";
import { openFolder, pathOf, shownIn, textIn } from "../../exercises/folder.ts";
import { recognized } from "../../exercises/recognize.ts";

/**
 * The exercises and what is solved, read off the learner's files. A version that is neither a starter nor a solution
 * is tried by `npx tsx exercises`, which changes the cloud; here it is only shown as changed.
 */
export function exercisesDocument(name: string = defaultFolder): ExercisesDocument {
  const folder = openFolder(name, undefined);
  const seen = exercises.map((exercise) => {
    const text = textIn(folder, exercise);
    const solved = text === undefined ? undefined : recognized(exercise, folder, text);
    const file = pathOf(folder, exercise);
    return {
      id: exercise.id,
      title: exercise.title,
      task: exercise.task,
      step: exercise.step,
      ...(file === undefined ? {} : { file: shownIn(folder, file) }),
      state:
        text === undefined
          ? ("none" as const)
          : solved === undefined
            ? ("changed" as const)
            : solved
              ? ("solved" as const)
              : ("unsolved" as const),
    };
  });
  const next = seen.find(({ state }) => state !== "solved");
  return { folder: folder.shown, ...(next ? { next: next.id } : {}), exercises: seen };
}
