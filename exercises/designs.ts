import { type Designs, designsIn, referenceDesigns } from "../steps/designs/index.ts";
import { exercises } from "./all.ts";
import { exercisesOf } from "./files.ts";
import type { Folder } from "./folder.ts";
import type { Exercise } from "./model.ts";

/**
 * What the cloud is made from while an exercise is worked on: the learner's own files, as far as their exercises up to
 * this one are solved, and the reference for the rest. So a learner's system grows, and one mistake shows at a time.
 */
export function designsFor(
  exercise: Exercise,
  folder: Folder,
  isSolved: (other: Exercise) => boolean,
): Designs {
  const own = designsIn(folder.path);
  const upToHere = exercises.slice(0, exercises.indexOf(exercise) + 1);
  return {
    async find(name) {
      const concerned = exercisesOf(name, folder.language).filter((each) => upToHere.includes(each));
      const trusted = concerned.includes(exercise) || (concerned.length > 0 && concerned.every(isSolved));
      return await (trusted ? own : referenceDesigns).find(name);
    },
  };
}
