import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { configFile, type Names } from "@long-running-api/kit/names";

/** Saves the given names for later commands; returns what was saved. */
export async function saveNames({ learner, chosen }: Names, folder: string): Promise<Record<string, string>> {
  const kept: Record<string, string> = { ...(learner === undefined ? {} : { learner }), ...chosen };
  if (Object.keys(kept).length === 0)
    throw new Problem(
      "There is nothing to save: no name was given.",
      {},
      "npx tsx doctor --save --table my-table --api my-api",
      1,
    );
  const file = path.join(folder, configFile);
  try {
    await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
  } catch (error) {
    throw new Problem(
      `${configFile} could not be written.`,
      { "looked at": folder, seen: error instanceof Error ? error.message : String(error) },
      "Make the folder writable.",
      1,
    );
  }
  return kept;
}
