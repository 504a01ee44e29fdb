import { isObject } from "@long-running-api/foundation/objects";
import { oneLine } from "@long-running-api/foundation/text";
/** The value of a JSON string; undefined if it is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object; undefined for other values. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) ? value : undefined;
}

/** A string on one line, cut to a readable length. */
export function short(text: string, charactersMax = 160): string {
  return oneLine(text, charactersMax);
}
