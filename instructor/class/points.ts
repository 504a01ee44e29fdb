import { readFileSync } from "node:fs";
import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";
import { pointsExample } from "./points-example.ts";
import type { Entry } from "./points-file.ts";

/** Points by the id of a check; a step's points are shared by its checks. */
export type Points = ReadonlyMap<string, number>;

/** Every check is worth one point. */
export function onePointEach(ids: readonly string[]): Points {
  return new Map(ids.map((id) => [id, 1]));
}

/**
 * Points from a YAML file: a map of check ids, step ids (each of the step's checks gets as many), and `default`. The more
 * specific entry wins: a check's over its step's, a step's over the default.
 */
export async function openPoints(file: string, ids: readonly string[]): Promise<Points> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Problem("The points file cannot be read.", { "looked at": file });
  }
  const { entriesOf } = await import("./points-file.ts");
  return readPoints(entriesOf(text, file), ids);
}

function readPoints(entries: readonly Entry[], ids: readonly string[]): Points {
  const steps = [...new Set(ids.map((id) => id.split("/")[0] ?? ""))];
  const known = ["default", ...steps, ...ids];
  const given = new Map<string, number>();
  for (const { key, value, place } of entries) {
    if (!known.includes(key)) {
      const closest = nearest(key, known);
      throw new Problem(
        `There is no check or step "${key}".`,
        { "looked at": place, ...(closest === undefined ? {} : { closest }) },
        pointsExample,
      );
    }
    if (typeof value !== "number" || !(value >= 0 && value <= 1_000))
      throw new Problem("Points are numbers from 0 to 1,000.", {
        "looked at": place,
        seen: `${key}: ${value}`,
      });
    given.set(key, value);
  }
  return new Map(
    ids.map((id) => [id, given.get(id) ?? given.get(id.split("/")[0] ?? "") ?? given.get("default") ?? 1]),
  );
}
