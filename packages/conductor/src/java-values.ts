import { double, printNumber, wholeNumber } from "@long-running-api/jsonpath/numbers";
import { listOf, mapOf, type Value } from "@long-running-api/jsonpath/values";
import {
  isJavaDouble,
  isJsonObject,
  type JavaDouble,
  javaDouble,
  wholeNumber as jsonNumber,
} from "./json.ts";

/** Converts a JSON value to a Java value; anything else becomes null. */
export function toJava(json: unknown): Value {
  if (typeof json === "string" || typeof json === "boolean") return json;
  if (typeof json === "bigint") return wholeNumber(String(json));
  if (typeof json === "number") return Number.isSafeInteger(json) ? wholeNumber(String(json)) : double(json);
  if (isJavaDouble(json)) return double(Number(json));
  if (Array.isArray(json)) return listOf(json.map(toJava));
  if (!isJsonObject(json)) return null;
  return mapOf(Object.entries(json).map(([name, value]) => [name, toJava(value)] as const));
}

/** Converts a Java value to JSON. */
export function fromJava(value: Value): unknown {
  if (value === null || typeof value !== "object") return value;
  switch (value.kind) {
    case "long":
    case "bigInteger":
      return jsonNumber(value.value);
    case "double":
    case "decimal":
      return javaDouble(value.value);
    case "list":
      return value.items.map(fromJava);
    case "map":
      return Object.fromEntries(
        Array.from(value.entries.values(), ({ key, value }) => [String(key), fromJava(value)]),
      );
    case "character":
      return value.value;
    case "entry":
      return { [String(value.key)]: fromJava(value.value) };
    case "host":
      return value.print();
  }
}

/** A value as Java's `toString` has it, which is how Conductor prints one inside a text. */
export function javaText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? String(value) : printNumber({ kind: "double", value });
  if (Array.isArray(value)) return `[${value.map(javaText).join(", ")}]`;
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${javaText(item)}`)
      .join(", ")}}`;
  }
  return String((value as JavaDouble | bigint | boolean | null | undefined) ?? "null");
}
