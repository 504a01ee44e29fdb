import { double, wholeNumber } from "./numbers.ts";
import { type JavaMap, listOf, mapOf, type Value } from "./values.ts";

/** Converts JSON (integers may be bigint) to Java values; `silent` maps print nothing. A value that is not JSON becomes null. */
export function fromJson(json: unknown, silent = false): Value {
  switch (typeof json) {
    case "boolean":
    case "string":
      return json;
    case "number":
      return Number.isSafeInteger(json) ? wholeNumber(String(json)) : double(json);
    case "bigint":
      return wholeNumber(String(json));
    case "object":
      if (json === null) return null;
      if (Array.isArray(json))
        return listOf(
          json.map((item) => fromJson(item, silent)),
          "json",
        );
      return mapFromJson(json, silent);
    default:
      return null;
  }
}

/** An object as a map. */
export function mapFromJson(json: object, silent = false): JavaMap {
  const pairs = Object.entries(json).map(([name, value]) => [name, fromJson(value, silent)] as const);
  return silent ? { ...mapOf(pairs), silent } : mapOf(pairs);
}
