import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { exercises } from "./all.ts";
import type { Exercise } from "./model.ts";

/** An exercise by its name, or by the part after the number; an unknown name is a Problem. */
export function exerciseCalled(name: string): Exercise {
  const found = exercises.find(({ id }) => id === name || id.slice(3) === name);
  if (found) return found;
  const known = exercises.map(({ id }) => id);
  const closest = nearest(name, known);
  throw new Problem(
    `There is no exercise "${name}".`,
    { known: known.join(", "), ...(closest === undefined ? {} : { closest }) },
    "npx tsx exercises list",
  );
}
