/**
 * A value as Velocity sees it. Java's Integer is a plain number; its other numbers, its collections and the objects
 * that API Gateway provides to templates have a `kind`.
 */
export type Value =
  | null
  | boolean
  | string
  | number
  | JavaNumber
  | Character
  | JavaList
  | JavaMap
  | Entry
  | Host;

/** Long, BigInteger, Double, BigDecimal: results of JSON and arithmetic; each prints differently. */
export type JavaNumber =
  | { readonly kind: "long"; readonly value: bigint }
  | { readonly kind: "bigInteger"; readonly value: bigint }
  | { readonly kind: "double"; readonly value: number }
  | { readonly kind: "decimal"; readonly value: number; readonly text: string };

/** The result of charAt(): it prints like a text of one character but is not equal to one. */
export interface Character {
  readonly kind: "character";
  readonly value: string;
}

/** A list, set, collection or array. A list from a JSON document prints as JSON, all others as in Java. */
export interface JavaList {
  readonly kind: "list";
  readonly type: "json" | "list" | "sublist" | "set" | "collection" | "array";
  readonly items: Value[];
  /** The map that these keys, values or entries belong to. */
  readonly of?: JavaMap;
}

/** A LinkedHashMap. */
export interface JavaMap {
  readonly kind: "map";
  readonly entries: Map<unknown, Entry>;
  /** The maps of `$context` print nothing at all. */
  readonly silent?: boolean;
  /** Counts how often each key is written. */
  readonly writes?: Writes;
}

/** A count of writes, by `path.key`. */
export interface Writes {
  readonly counts: Map<string, number>;
  readonly path: string;
  /** Header names are case-insensitive. */
  readonly ignoreCase: boolean;
}

/** One pair of a map. */
export interface Entry {
  readonly kind: "entry";
  readonly key: Value;
  value: Value;
}

/** An object that we provide to templates: `$input`, `$util`, `$foreach`, a class, a #define block. */
export interface Host {
  readonly kind: "host";
  /** Null prints the reference's source text. */
  readonly print: () => string | null;
  readonly property?: (name: string) => Value | undefined;
  readonly method?: (name: string, args: readonly Value[]) => Value | undefined;
  /** For #foreach and #break. */
  readonly scope?: object;
}

/** Whether a value is a list, set, collection or array. */
export function isList(value: Value | undefined): value is JavaList {
  return value !== null && typeof value === "object" && value.kind === "list";
}

/** Whether a value is a map. */
export function isMap(value: Value): value is JavaMap {
  return value !== null && typeof value === "object" && value.kind === "map";
}

/** A list that a template made. */
export function listOf(items: Value[], type: JavaList["type"] = "list"): JavaList {
  return { kind: "list", type, items };
}

/** A map from pairs, in their order. */
export function mapOf(pairs: Iterable<readonly [Value, Value]> = []): JavaMap {
  const map: JavaMap = { kind: "map", entries: new Map() };
  for (const [key, value] of pairs) put(map, key, value);
  return map;
}

/** `map.get(key)`, null when there is none. */
export function get(map: JavaMap, key: Value): Value {
  return map.entries.get(identity(key))?.value ?? null;
}

/** Whether the map has the key. */
export function has(map: JavaMap, key: Value): boolean {
  return map.entries.has(identity(key));
}

/** `map.put(key, value)`; returns the previous value. */
export function put(map: JavaMap, key: Value, value: Value): Value {
  const known = map.entries.get(identity(key));
  const before = known?.value ?? null;
  if (known) known.value = value;
  else map.entries.set(identity(key), { kind: "entry", key, value });
  if (map.writes) count(map.writes, key);
  return before;
}

function count({ counts, path, ignoreCase }: Writes, key: Value): void {
  const name = `${path}.${ignoreCase ? String(key).toLowerCase() : String(key)}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** `map.remove(key)`; returns the previous value. */
export function remove(map: JavaMap, key: Value): Value {
  const before = get(map, key);
  map.entries.delete(identity(key));
  return before;
}

/** Keys that are equal in Java are the same key here; keys other than text, Integer and Boolean compare by their printed text. */
function identity(key: Value): unknown {
  if (key === null || typeof key !== "object") return key;
  switch (key.kind) {
    case "long":
    case "bigInteger":
    case "double":
    case "decimal":
    case "character":
      return `\u0000${key.kind} ${key.value}`;
    default:
      return key;
  }
}

/** The name of a value's class in Java. */
export function classOf(value: Exclude<Value, null>): string {
  if (typeof value === "string") return "java.lang.String";
  if (typeof value === "boolean") return "java.lang.Boolean";
  if (typeof value === "number") return "java.lang.Integer";
  switch (value.kind) {
    case "long":
      return "java.lang.Long";
    case "double":
      return "java.lang.Double";
    case "bigInteger":
      return "java.math.BigInteger";
    case "decimal":
      return "java.math.BigDecimal";
    case "character":
      return "java.lang.Character";
    case "list":
      return listClasses[value.type];
    case "map":
      return "java.util.LinkedHashMap";
    case "entry":
      return "java.util.LinkedHashMap$Entry";
    case "host":
      return "java.lang.Object";
  }
}

const listClasses: Readonly<Record<JavaList["type"], string>> = {
  json: "net.minidev.json.JSONArray",
  list: "java.util.ArrayList",
  sublist: "java.util.ArrayList$SubList",
  set: "java.util.LinkedHashMap$LinkedKeySet",
  collection: "java.util.LinkedHashMap$LinkedValues",
  array: "[Ljava.lang.String;",
};
