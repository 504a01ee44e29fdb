import { contains, indexOf } from "@long-running-api/jsonpath/compare";
import { charge, type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import {
  type Entry,
  get,
  has,
  type JavaList,
  type JavaMap,
  listOf,
  put,
  remove,
  type Value,
} from "@long-running-api/jsonpath/values";
import { listItemsMax } from "./limits.ts";
import { asInt, type Methods } from "./methods-of-strings.ts";

const nothing = "";

/** Methods of java.util.List, and those that sets, collections and arrays share with it. */
export const listMethods: Methods<JavaList> = {
  size: (self, args) => (args.length === 0 ? self.items.length : undefined),
  // Documented, though Java's lists have no such method: api-gateway-mapping-template-reference, `$input.path('$.pets').count()`.
  count: (self, args) => (args.length === 0 && self.type === "json" ? self.items.length : undefined),
  isEmpty: (self, args) => (args.length === 0 ? self.items.length === 0 : undefined),
  get: (self, args) => {
    const index = asInt(args[0]);
    return index === undefined || args.length !== 1 || !indexed(self)
      ? undefined
      : (self.items[within(self, index)] as Value);
  },
  set: (self, [at, value, ...rest]) => {
    const index = asInt(at);
    if (index === undefined || value === undefined || rest.length > 0 || !indexed(self)) return undefined;
    const before = self.items[within(self, index)] as Value;
    self.items[index] = value;
    return before;
  },
  add: (self, args, meter) => addItem(self, args, meter),
  addAll: (self, [other, ...rest], meter) => {
    const items = other === undefined || rest.length > 0 ? undefined : itemsOf(other);
    if (!items || !growing(self)) return undefined;
    grow(self, items.length, meter);
    for (const item of [...items]) self.items.push(item);
    return items.length > 0;
  },
  remove: (self, [what, ...rest], meter) => {
    if (what === undefined || rest.length > 0 || !growing(self)) return undefined;
    // An Integer is a position, anything else the item itself.
    const index = indexed(self) ? asInt(what) : undefined;
    charge(meter, self.items.length >> 4);
    if (index !== undefined) return self.items.splice(within(self, index), 1)[0] ?? null;
    const found = indexOf(self, what, meter);
    if (found !== -1) takeOut(self, found);
    return found !== -1;
  },
  clear: (self, args) => {
    if (args.length > 0 || !growing(self)) return undefined;
    self.items.length = 0;
    self.of?.entries.clear();
    return nothing;
  },
  contains: (self, [item, ...rest], meter) => {
    return item === undefined || rest.length > 0 ? undefined : contains(self, item, meter);
  },
  containsAll: (self, [other, ...rest], meter) => {
    const items = other === undefined || rest.length > 0 ? undefined : itemsOf(other);
    return items?.every((item) => contains(self, item, meter));
  },
  indexOf: (self, [item, ...rest], meter) => {
    return item === undefined || rest.length > 0 || !indexed(self) ? undefined : indexOf(self, item, meter);
  },
  lastIndexOf: (self, [item, ...rest], meter) => {
    if (item === undefined || rest.length > 0 || !indexed(self)) return undefined;
    const found = indexOf(listOf([...self.items].reverse()), item, meter);
    return found === -1 ? -1 : self.items.length - 1 - found;
  },
  subList: (self, args, meter) => {
    const [from, to] = [asInt(args[0]), asInt(args[1])];
    if (from === undefined || to === undefined || args.length > 2 || !indexed(self)) return undefined;
    if (from < 0 || to > self.items.length || from > to) throw outOfBounds(from < 0 ? from : to, self);
    charge(meter, to - from);
    return listOf(self.items.slice(from, to), "sublist");
  },
};

/** Removing an item from a map's keys, values or entries removes it from the map. */
function takeOut(self: JavaList, index: number): void {
  self.items.splice(index, 1);
  const entry = self.of && [...self.of.entries.values()][index];
  if (self.of && entry) remove(self.of, entry.key);
}

const indexed = ({ type }: JavaList) => type !== "set" && type !== "collection";
const growing = ({ type }: JavaList) => type !== "array";

function addItem(self: JavaList, args: readonly Value[], meter: Meter): Value | undefined {
  const [first, second] = args;
  if (first === undefined || args.length > 2 || !growing(self)) return undefined;
  if (second !== undefined && !indexed(self)) return undefined;
  grow(self, 1, meter);
  if (second === undefined) {
    self.items.push(first);
    return true;
  }
  const index = asInt(first);
  if (index === undefined) return undefined;
  if (index < 0 || index > self.items.length) throw outOfBounds(index, self);
  charge(meter, self.items.length >> 4);
  self.items.splice(index, 0, second);
  return nothing;
}

function grow(self: JavaList, by: number, meter: Meter): void {
  if (!indexed(self))
    throw new RenderFault("java.lang.UnsupportedOperationException: a map's keys and values take no more");
  charge(meter, 1 + by);
  if (self.items.length + by > listItemsMax)
    throw new RenderFault(`A list grows over ${listItemsMax} items.`);
}

function within(self: JavaList, index: number): number {
  if (index < 0 || index >= self.items.length) throw outOfBounds(index, self);
  return index;
}

function outOfBounds(index: number, self: JavaList): RenderFault {
  return new RenderFault(
    `java.lang.IndexOutOfBoundsException: Index ${index} out of bounds for length ${self.items.length}`,
  );
}

/** The items of a collection or the values of a map; undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (value.kind === "list") return value.items;
  return value.kind === "map" ? valuesOf(value) : undefined;
}

function valuesOf(map: JavaMap): Value[] {
  return [...map.entries.values()].map(({ value }) => value);
}

/** java.util.Map. */
export const mapMethods: Methods<JavaMap> = {
  size: (self, args) => (args.length === 0 ? self.entries.size : undefined),
  isEmpty: (self, args) => (args.length === 0 ? self.entries.size === 0 : undefined),
  get: (self, [key, ...rest]) => (key === undefined || rest.length > 0 ? undefined : get(self, key)),
  getOrDefault: (self, [key, other, ...rest]) => {
    if (key === undefined || other === undefined || rest.length > 0) return undefined;
    return has(self, key) ? get(self, key) : other;
  },
  put: (self, [key, value, ...rest], meter) => {
    return key === undefined || value === undefined || rest.length > 0
      ? undefined
      : putPair(self, key, value, meter);
  },
  putIfAbsent: (self, [key, value, ...rest], meter) => {
    if (key === undefined || value === undefined || rest.length > 0) return undefined;
    return get(self, key) ?? putPair(self, key, value, meter);
  },
  putAll: (self, [other, ...rest], meter) => {
    if (other === undefined || rest.length > 0 || !isMap(other)) return undefined;
    for (const { key, value } of [...other.entries.values()]) putPair(self, key, value, meter);
    return nothing;
  },
  remove: (self, [key, ...rest]) => (key === undefined || rest.length > 0 ? undefined : remove(self, key)),
  clear: (self, args) => {
    if (args.length > 0) return undefined;
    self.entries.clear();
    return nothing;
  },
  containsKey: (self, [key, ...rest]) => (key === undefined || rest.length > 0 ? undefined : has(self, key)),
  containsValue: (self, [value, ...rest], meter) => {
    return value === undefined || rest.length > 0
      ? undefined
      : contains(listOf(valuesOf(self)), value, meter);
  },
  keySet: (self, args, meter) => (args.length === 0 ? view(self, "set", ({ key }) => key, meter) : undefined),
  values: (self, args, meter) =>
    args.length === 0 ? view(self, "collection", ({ value }) => value, meter) : undefined,
  entrySet: (self, args, meter) =>
    args.length === 0 ? view(self, "set", (entry) => entry, meter) : undefined,
};

/** `map.put`, metered and bounded. */
export function putPair(self: JavaMap, key: Value, value: Value, meter: Meter): Value {
  charge(meter, 1);
  if (self.entries.size >= listItemsMax)
    throw new RenderFault(`A map grows to more than ${listItemsMax} keys.`);
  return put(self, key, value);
}

function isMap(value: Value): value is JavaMap {
  return value !== null && typeof value === "object" && value.kind === "map";
}

function view(self: JavaMap, type: JavaList["type"], pick: (entry: Entry) => Value, meter: Meter): JavaList {
  charge(meter, self.entries.size);
  return { ...listOf([...self.entries.values()].map(pick), type), of: self };
}
