import { nearest } from "@long-running-api/foundation/nearest";
import { isObject } from "@long-running-api/foundation/objects";
import { listed } from "@long-running-api/foundation/text";
import { brokenFile, placeAt, placeOf } from "./broken-file.ts";
import type { DesignFile } from "./index.ts";
import { jsonMistake } from "./json-mistake.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** The object in a file; a Problem with line and column if it is not JSON, or not an object. */
export function readJson(file: DesignFile): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch (error) {
    const found = jsonMistake(file.text);
    if (!found) throw error; // JSON.parse and ours disagree: a bug
    const { offset, expected, seen } = found;
    throw brokenFile(file, "is not valid JSON.", { at: placeAt(file.text, offset), expected, seen });
  }
  if (isObject(value)) return value;
  throw brokenFile(file, "does not contain a JSON object.", {
    at: { line: 1, column: 1 },
    expected: "an object: { … }",
    seen: file.text.trim().slice(0, 40),
  });
}

/** A field that must be a list of objects. */
export function listOf(file: DesignFile, object: JsonObject, field: string): JsonObject[] {
  const value = object[field];
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw wrongField(file, field, "a list of objects: [ { … } ]", value);
}

/** A field that must be one of a few words. */
export function choiceOf<Word extends string>(
  file: DesignFile,
  object: JsonObject,
  field: string,
  known: readonly Word[],
): Word {
  const value = object[field];
  const found = known.find((word) => word === value);
  if (found !== undefined) return found;
  throw wrongField(
    file,
    field,
    listed(
      known.map((word) => `"${word}"`),
      "or",
    ),
    value,
  );
}

/** A field that must be a string. */
export function textOf(file: DesignFile, object: JsonObject, field: string): string {
  const value = object[field];
  if (typeof value === "string" && value !== "") return value;
  throw wrongField(file, field, "a string in double quotes", value);
}

/** The problem of a field with a wrong value, or of one that is missing: then a similar name in the file is pointed out. */
export function wrongField(file: DesignFile, field: string, expected: string, value: unknown) {
  if (value !== undefined)
    return brokenFile(file, `has an invalid value in ${field}.`, {
      at: placeOf(file.text, `"${field}"`),
      expected: `${field}: ${expected}`,
      seen: JSON.stringify(value).slice(0, 80),
    });
  const names = [...file.text.matchAll(/"([^"]+)"\s*:/g)].map(([, name = ""]) => name);
  const similar = nearest(
    field,
    names.filter((name) => name !== field),
  );
  return brokenFile(file, `lacks the field ${field}.`, {
    at: similar === undefined ? undefined : placeOf(file.text, `"${similar}"`),
    expected: `${field}: ${expected}`,
    seen: similar,
  });
}
