import { javaEquals } from "@long-running-api/jsonpath/compare";
import type { Meter } from "@long-running-api/jsonpath/meter";
import { RenderFault } from "@long-running-api/jsonpath/meter";
import {
  compareNumbers,
  double,
  isNumber,
  type Num,
  toBigInt,
  toDouble,
  toInt,
} from "@long-running-api/jsonpath/numbers";
import { print } from "@long-running-api/jsonpath/print";
import {
  type Character,
  classOf,
  type Entry,
  get,
  type Host,
  has,
  type Value,
} from "@long-running-api/jsonpath/values";
import { hashOf } from "./hash.ts";
import { listMethods, mapMethods, putPair } from "./methods-of-collections.ts";
import { type Method, type Methods, notComparable, parseWhole, stringMethods } from "./methods-of-strings.ts";

type Thing = Exclude<Value, null>;

/** `value.name(args)`; null when there is no such method, as in Velocity. */
export function callMethod(value: Thing, name: string, args: readonly Value[], meter: Meter): Value {
  const own = ownMethod(value, name, args, meter);
  if (own !== undefined) return own;
  const [first] = args;
  if (name === "equals" && args.length === 1) return javaEquals(value, first ?? null, meter);
  if (args.length > 0) return null;
  if (name === "toString") return print(value, meter);
  if (name === "hashCode") return hashOf(value, meter);
  return name === "getClass" ? classHost(value) : null;
}

function ownMethod(value: Thing, name: string, args: readonly Value[], meter: Meter): Value | undefined {
  if (typeof value === "string") return invoke(stringMethods, name, value, args, meter);
  if (typeof value === "boolean") return invoke(booleanMethods, name, value, args, meter);
  if (isNumber(value)) return invoke(numberMethods, name, value, args, meter);
  if (value.kind === "list") return invoke(listMethods, name, value, args, meter);
  if (value.kind === "map") return invoke(mapMethods, name, value, args, meter);
  if (value.kind === "character") return invoke(characterMethods, name, value, args, meter);
  if (value.kind === "entry") return invoke(entryMethods, name, value, args, meter);
  return value.method?.(name, args);
}

function invoke<Self>(
  methods: Methods<Self>,
  name: string,
  self: Self,
  args: readonly Value[],
  meter: Meter,
) {
  // The name comes from the template: `constructor` and the like must not be found.
  const method: Method<Self> | undefined = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method?.(self, args, meter);
}

/** `value.name`: a getter, then the key of a map. */
export function getProperty(value: Thing, name: string, meter: Meter): Value {
  if (name === "class") return classHost(value);
  if (typeof value !== "object") return typeof value === "string" && name === "empty" ? value === "" : null;
  switch (value.kind) {
    case "map":
      return has(value, name) || name !== "empty" ? get(value, name) : null;
    case "list":
      return name === "empty" ? callMethod(value, "isEmpty", [], meter) : null;
    case "entry":
      return name === "key" ? value.key : name === "value" ? value.value : null;
    case "host":
      return value.property?.(name) ?? null;
    default:
      return null;
  }
}

/** `value[index]`; a negative index counts from the end. */
export function getIndex(value: Thing, index: Value, meter: Meter): Value {
  return callMethod(value, "get", [fromEnd(value, index, meter)], meter);
}

/** `#set($value[index] = item)`. */
export function setIndex(value: Thing, index: Value, item: Value, meter: Meter): void {
  const at = fromEnd(value, index, meter);
  if (typeof value !== "object" || isNumber(value)) return;
  if (value.kind === "map") putPair(value, at, item, meter);
  else callMethod(value, "set", [at, item], meter);
}

/** `#set($value.name = item)`; only maps are writable. */
export function setProperty(value: Thing, name: string, item: Value, meter: Meter): void {
  if (typeof value === "object" && value.kind === "map") putPair(value, name, item, meter);
  else if (typeof value === "object" && value.kind === "entry" && name === "value") value.value = item;
}

function fromEnd(value: Thing, index: Value, meter: Meter): Value {
  if (typeof index !== "number" || index >= 0) return index;
  const size = callMethod(value, "size", [], meter);
  if (typeof size === "number") return size + index;
  throw new RenderFault(`${classOf(value)} has no size, so the index ${index} has no meaning.`);
}

const booleanMethods: Methods<boolean> = {
  compareTo: (self, [other, ...rest]) => {
    if (other === undefined || rest.length > 0) return undefined;
    return typeof other === "boolean" ? Number(self) - Number(other) : notComparable();
  },
  booleanValue: (self, args) => (args.length === 0 ? self : undefined),
  parseBoolean: (_, [value, ...rest]) => {
    return typeof value === "string" && rest.length === 0 ? value.toLowerCase() === "true" : undefined;
  },
};

/** Includes the static methods that templates reach through any number: `#set($Integer = 0)$Integer.parseInt("7")`. */
const numberMethods: Methods<Num> = {
  intValue: (self, args) => (args.length === 0 ? toInt(self) : undefined),
  longValue: (self, args) =>
    args.length === 0 ? { kind: "long", value: BigInt.asIntN(64, toBigInt(self)) } : undefined,
  doubleValue: (self, args) => (args.length === 0 ? double(toDouble(self)) : undefined),
  compareTo: (self, [other, ...rest]) => {
    if (other === undefined || rest.length > 0) return undefined;
    if (other === null || !isNumber(other) || classOf(self) !== classOf(other)) return notComparable();
    return compareNumbers(self, other);
  },
  parseInt: (self, [digits, ...rest]) => {
    if (typeof self !== "number" || typeof digits !== "string" || rest.length > 0) return undefined;
    return Number(parseWhole(digits, 32));
  },
  parseLong: (self, [digits, ...rest]) => {
    if (classOf(self) !== "java.lang.Long" || typeof digits !== "string" || rest.length > 0) return undefined;
    return { kind: "long", value: parseWhole(digits, 64) };
  },
  parseDouble: (self, args) => (classOf(self) === "java.lang.Double" ? parseDouble(args) : undefined),
  ["valueOf" as string]: (self, [value, ...rest]) => {
    if (rest.length > 0 || value === undefined || value === null) return undefined;
    if (isNumber(value)) return widened(value, classOf(self));
    if (typeof value !== "string") return undefined;
    if (typeof self === "number") return Number(parseWhole(value, 32));
    if (self.kind === "long") return { kind: "long", value: parseWhole(value, 64) };
    return self.kind === "double" ? parseDouble([value]) : undefined;
  },
  isNaN: (self, args) =>
    args.length === 0 && classOf(self) === "java.lang.Double" ? Number.isNaN(toDouble(self)) : undefined,
};

/** A number as one of that class, if Java converts it without a cast. */
function widened(value: Num, to: string): Num | undefined {
  const from = classOf(value);
  if (from === to) return value;
  if (to === "java.lang.Long" && from === "java.lang.Integer")
    return { kind: "long", value: toBigInt(value) };
  const isWider = to === "java.lang.Double" && /^java\.lang\.(Integer|Long)$/.test(from);
  return isWider ? double(toDouble(value)) : undefined;
}

function parseDouble([digits, ...rest]: readonly Value[]): Num | undefined {
  if (typeof digits !== "string" || rest.length > 0) return undefined;
  const trimmed = digits.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return double(Number(trimmed));
  throw new RenderFault(
    `java.lang.NumberFormatException: For input string: ${JSON.stringify(digits.slice(0, 60))}`,
  );
}

const characterMethods: Methods<Character> = {
  charValue: (self, args) => (args.length === 0 ? self : undefined),
  compareTo: (self, [other, ...rest]) => {
    if (other === undefined || rest.length > 0) return undefined;
    if (other === null || typeof other !== "object" || other.kind !== "character") return notComparable();
    return self.value.charCodeAt(0) - other.value.charCodeAt(0);
  },
};

const entryMethods: Methods<Entry> = {
  getKey: (self, args) => (args.length === 0 ? self.key : undefined),
  getValue: (self, args) => (args.length === 0 ? self.value : undefined),
  setValue: (self, [value, ...rest]) => {
    if (value === undefined || rest.length > 0) return undefined;
    const before = self.value;
    self.value = value;
    return before;
  },
};

/** Templates use `$x.class.name` to find out a value's type. */
function classHost(value: Thing): Host {
  const name = classOf(value);
  const simple = name.replace(/^.*[.$]/, "");
  const answers: Readonly<Record<string, string>> = {
    name,
    simpleName: simple,
    typeName: name,
    canonicalName: name,
  };
  return {
    kind: "host",
    print: () => `class ${name}`,
    property: (property) => (Object.hasOwn(answers, property) ? answers[property] : undefined),
    method: (method, args) => {
      const property = method.replace(/^get(.)/, (_, first: string) => first.toLowerCase());
      if (args.length > 0 || property === method) return undefined;
      return Object.hasOwn(answers, property) ? answers[property] : undefined;
    },
  };
}
