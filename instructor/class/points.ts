import { readFileSync } from "node:fs";
import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";

/** Points for a check by its id; a step's are shared by its checks. */
export type Points = ReadonlyMap<string, number>;

/** Every check is worth one point. */
export function onePointEach(ids: readonly string[]): Points {
  return new Map(ids.map((id) => [id, 1]));
}

/**
 * Points from a YAML file: a map of check ids, step ids (each of the step's checks gets as many), and `default`. A later, more
 * special entry wins: a check's over its step's, a step's over the default.
 */
export async function openPoints(file: string, ids: readonly string[]): Promise<Points> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Problem("The file of points cannot be read.", { "looked at": file });
  }
  return readPoints(await parsed(text, file), file, ids);
}

async function parsed(text: string, file: string): Promise<unknown> {
  const { parse, YAMLParseError } = await import("yaml");
  try {
    return parse(text, { maxAliasCount: 10 });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new Problem("The file of points is not valid YAML.", { "looked at": file, seen: error.message });
  }
}

function readPoints(value: unknown, file: string, ids: readonly string[]): Points {
  const example = ["default: 1", "03-api: 2", "03-api/get-body: 5"];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Problem("The file of points is not a map.", { "looked at": file }, example);
  const given = new Map(Object.entries(value as Record<string, unknown>));
  const steps = [...new Set(ids.map((id) => id.split("/")[0] ?? ""))];
  const known = ["default", ...steps, ...ids];
  for (const [key, points] of given) {
    if (!known.includes(key)) {
      const closest = nearest(key, known);
      throw new Problem(
        `There is no check or step "${key}".`,
        { "looked at": file, ...(closest === undefined ? {} : { closest }) },
        example,
      );
    }
    if (typeof points !== "number" || !(points >= 0 && points <= 1_000))
      throw new Problem("Points are numbers from 0 to 1,000.", {
        "looked at": file,
        seen: `${key}: ${points}`,
      });
  }
  const of = (key: string) => given.get(key) as number | undefined;
  return new Map(ids.map((id) => [id, of(id) ?? of(id.split("/")[0] ?? "") ?? of("default") ?? 1]));
}
