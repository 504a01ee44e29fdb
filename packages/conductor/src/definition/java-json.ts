import { ConductorError } from "../error.ts";
import { javaText } from "../java-values.ts";
import { isJsonNumber, isJsonObject } from "../json.ts";
import type { Json } from "./model.ts";

/** Reads fields as the server's JSON mapper does: it accepts or converts a value, or answers 500. */

/** An object. */
export function object(
  value: unknown,
  javaType = "java.util.LinkedHashMap<java.lang.String,java.lang.Object>",
): Json {
  if (isJsonObject(value)) return value;
  if (typeof value === "string" && javaType.startsWith("com.")) {
    throw parseError(
      `Cannot construct instance of \`${javaType}\` (although at least one Creator exists): no String-argument constructor/factory method to deserialize from String value ('${value}')`,
    );
  }
  throw mismatch(javaType, value);
}

/** An object, or an empty one where there is none. */
export function optionalObject(value: unknown): Json {
  return value === undefined || value === null ? {} : object(value);
}

/** A list. */
export function list(value: unknown, itemType: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw mismatch(`java.util.ArrayList<${itemType}>`, value);
}

/** A list, or an empty one where there is none. */
export function optionalList(value: unknown, itemType: string): readonly unknown[] {
  return value === undefined || value === null ? [] : list(value, itemType);
}

/** An `int` or `long`; a string of digits is one too. */
export function whole(value: unknown, otherwise: number): number {
  if (value === undefined || value === null || value === "") return otherwise;
  const isText = typeof value === "string" && /^\s*-?\d+\s*$/.test(value);
  const number = isText || isJsonNumber(value) ? Number(value) : Number.NaN;
  if (Number.isFinite(number)) return Math.trunc(number);
  if (typeof value !== "string") throw mismatch("int", value);
  throw parseError(
    `Cannot deserialize value of type \`int\` from String "${value}": not a valid \`int\` value`,
  );
}

/** A string; numbers and booleans become one. */
export function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (isJsonNumber(value) || typeof value === "boolean") return javaText(value);
  throw mismatch("java.lang.String", value);
}

/** A `boolean`. */
export function truth(value: unknown, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === "boolean") return value;
  if (isJsonNumber(value)) return Number(value) !== 0;
  if (value === "true" || value === "false") return value === "true";
  if (typeof value !== "string") throw mismatch("boolean", value);
  throw parseError(
    `Cannot deserialize value of type \`boolean\` from String "${value}": only "true" or "false" recognized`,
  );
}

/** One of an enumeration's names. */
export function oneOf<Name extends string>(
  value: unknown,
  names: readonly Name[],
  javaType: string,
  otherwise: Name,
): Name {
  if (value === undefined || value === null) return otherwise;
  const found = names.find((name) => name === value);
  if (found) return found;
  throw parseError(
    `Cannot deserialize value of type \`${javaType}\` from String "${String(value)}": not one of the values accepted for Enum class: [${names.join(", ")}]`,
  );
}

/** The 500 of the server's JSON mapper. */
export function parseError(what: string): ConductorError {
  return new ConductorError(500, `JSON parse error: ${what}`);
}

function mismatch(javaType: string, value: unknown): ConductorError {
  const [kind, token] = Array.isArray(value)
    ? ["Array", "START_ARRAY"]
    : isJsonObject(value)
      ? ["Object", "START_OBJECT"]
      : [
          typeof value === "string" ? "String" : "Number",
          typeof value === "string" ? "VALUE_STRING" : "VALUE_NUMBER_INT",
        ];
  return parseError(
    `Cannot deserialize value of type \`${javaType}\` from ${kind} value (token \`JsonToken.${token}\`)`,
  );
}
