import { valueDepthMax } from "./limits.ts";
import { charge, type Meter, RenderFault } from "./meter.ts";
import { compareNumbers, isNumber, toDouble } from "./numbers.ts";
import { text } from "./print.ts";
import { get, has, type JavaList, type JavaMap, type Value } from "./values.ts";

/** `==` of a template: numbers by value, values of one kind by equals(), anything else by its printed text. */
export function looselyEqual(a: Value, b: Value, meter: Meter): boolean {
  if (a === null || b === null) return a === b;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0;
  if (typeof a === typeof b && kindOf(a) === kindOf(b)) return javaEquals(a, b, meter);
  charge(meter, 1);
  return text(a, meter) === text(b, meter);
}

/** `a.equals(b)` as in Java, where 1 is neither 1.0 nor "1". */
export function javaEquals(a: Value, b: Value, meter: Meter, depth = 0): boolean {
  if (a === b) return true;
  charge(meter, 1);
  if (depth > valueDepthMax) throw new RenderFault(`A value nests more than ${valueDepthMax} levels.`);
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (a.kind !== b.kind) return false;
  if (isNumber(a) && isNumber(b)) return Object.is(toDouble(a), toDouble(b)) && compareNumbers(a, b) === 0;
  if (a.kind === "character" && b.kind === "character") return a.value === b.value;
  if (a.kind === "list" && b.kind === "list") return sameItems(a, b, meter, depth);
  if (a.kind === "map" && b.kind === "map") return samePairs(a, b, meter, depth);
  if (a.kind !== "entry" || b.kind !== "entry") return false;
  return javaEquals(a.key, b.key, meter, depth + 1) && javaEquals(a.value, b.value, meter, depth + 1);
}

function kindOf(value: Exclude<Value, null>): string {
  if (typeof value !== "object") return typeof value;
  return value.kind === "list" ? families[value.type] : value.kind;
}

const families: Readonly<Record<JavaList["type"], string>> = {
  json: "list",
  list: "list",
  sublist: "list",
  set: "set",
  collection: "collection",
  array: "array",
};

function sameItems(a: JavaList, b: JavaList, meter: Meter, depth: number): boolean {
  if (families[a.type] !== families[b.type] || a.items.length !== b.items.length) return false;
  if (a.type === "array" || a.type === "collection") return false;
  if (a.type === "set") return a.items.every((item) => contains(b, item, meter));
  return a.items.every((item, index) => javaEquals(item, b.items[index] ?? null, meter, depth + 1));
}

function samePairs(a: JavaMap, b: JavaMap, meter: Meter, depth: number): boolean {
  if (a.entries.size !== b.entries.size) return false;
  for (const { key, value } of a.entries.values()) {
    if (!has(b, key) || !javaEquals(value, get(b, key), meter, depth + 1)) return false;
  }
  return true;
}

/** `list.contains(item)`. */
export function contains(list: JavaList, item: Value, meter: Meter): boolean {
  return indexOf(list, item, meter) !== -1;
}

/** `list.indexOf(item)`. */
export function indexOf(list: JavaList, item: Value, meter: Meter): number {
  charge(meter, list.items.length >> 4);
  return list.items.findIndex((candidate) => javaEquals(candidate, item, meter));
}
