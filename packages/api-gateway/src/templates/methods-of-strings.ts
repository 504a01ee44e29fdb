import { chargeText, type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { isNumber, type Num, toInt } from "@long-running-api/jsonpath/numbers";
import { text } from "@long-running-api/jsonpath/print";
import { matchesAll, patternOf } from "@long-running-api/jsonpath/regex";
import { listOf, type Value } from "@long-running-api/jsonpath/values";
import { replacePattern, splitText } from "./text-patterns.ts";

/** A method; it returns undefined when Java has no overload for these arguments. */
export type Method<Self> = (self: Self, args: readonly Value[], meter: Meter) => Value | undefined;
export type Methods<Self> = Readonly<Record<string, Method<Self>>>;

const isString = (value: Value | undefined): value is string => typeof value === "string";
const isInt = (value: Value | undefined): value is number => typeof value === "number";

function noArgs(act: (self: string, meter: Meter) => Value): Method<string> {
  return (self, args, meter) => (args.length === 0 ? act(self, meter) : undefined);
}

function oneString(act: (self: string, other: string, meter: Meter) => Value): Method<string> {
  return (self, [other, ...rest], meter) =>
    isString(other) && rest.length === 0 ? act(self, other, meter) : undefined;
}

function twoStrings(act: (self: string, a: string, b: string, meter: Meter) => Value): Method<string> {
  return (self, [a, b, ...rest], meter) =>
    isString(a) && isString(b) && rest.length === 0 ? act(self, a, b, meter) : undefined;
}

/** `indexOf("x")`, `indexOf("x", 3)`. */
function stringAndInt(act: (self: string, other: string, from: number | undefined) => Value): Method<string> {
  return (self, [other, from, ...rest]) => {
    if (!isString(other) || rest.length > 0 || (from !== undefined && !isInt(from))) return undefined;
    return act(self, other, from);
  };
}

/** java.lang.String, as far as templates use it. */
export const stringMethods: Methods<string> = {
  length: noArgs((self) => self.length),
  isEmpty: noArgs((self) => self === ""),
  isBlank: noArgs((self) => stripped(self) === ""),
  trim: noArgs(trimmed),
  strip: noArgs(stripped),
  intern: noArgs((self) => self),
  toLowerCase: noArgs((self) => self.toLowerCase()),
  toUpperCase: noArgs((self) => self.toUpperCase()),
  contains: oneString((self, other) => self.includes(other)),
  startsWith: stringAndInt(
    (self, other, from = 0) => from >= 0 && from <= self.length && self.startsWith(other, from),
  ),
  endsWith: oneString((self, other) => self.endsWith(other)),
  indexOf: stringAndInt((self, other, from = 0) =>
    from > self.length ? emptyAt(self, other) : self.indexOf(other, from),
  ),
  lastIndexOf: stringAndInt((self, other, from) =>
    from !== undefined && from < 0 ? -1 : self.lastIndexOf(other, from),
  ),
  equalsIgnoreCase: (self, [other, ...rest]) => {
    if (rest.length > 0 || other === undefined) return undefined;
    return isString(other) && folded(self) === folded(other);
  },
  compareTo: (self, [other, ...rest]) => {
    if (other === undefined || rest.length > 0) return undefined;
    return isString(other) ? compareText(self, other) : notComparable();
  },
  compareToIgnoreCase: oneString((self, other) => compareText(folded(self), folded(other))),
  concat: oneString((self, other, meter) => made(self + other, meter)),
  repeat: (self, [times, ...rest], meter) => {
    if (!isInt(times) || rest.length > 0) return undefined;
    if (times < 0) throw new RenderFault(`java.lang.IllegalArgumentException: count is negative: ${times}`);
    chargeText(meter, self.length * times);
    return self.repeat(times);
  },
  charAt: (self, [index, ...rest]) => {
    if (!isInt(index) || rest.length > 0) return undefined;
    return { kind: "character", value: slice(self, index, index + 1) };
  },
  substring: (self, [from, to, ...rest]) => {
    if (!isInt(from) || rest.length > 0 || (to !== undefined && !isInt(to))) return undefined;
    return slice(self, from, to ?? self.length);
  },
  subSequence: (self, [from, to, ...rest]) => {
    return isInt(from) && isInt(to) && rest.length === 0 ? slice(self, from, to) : undefined;
  },
  replace: twoStrings((self, a, b, meter) => replaceText(self, a, b, meter)),
  replaceAll: twoStrings((self, regex, by, meter) => replacePattern(self, regex, by, meter)),
  replaceFirst: twoStrings((self, regex, by, meter) => replacePattern(self, regex, by, meter, true)),
  matches: oneString((self, regex, meter) => matchesAll(patternOf(regex), self, meter)),
  split: (self, [regex, limit = 0, ...rest], meter) => {
    if (!isString(regex) || !isInt(limit) || rest.length > 0) return undefined;
    return listOf(splitText(self, regex, limit, meter), "array");
  },
  ["valueOf" as string]: (_, [value, ...rest], meter) => {
    return value === undefined || value === null || rest.length > 0 ? undefined : text(value, meter);
  },
};

/** Java's trim() removes spaces and control characters. */
function trimmed(self: string): string {
  return without(self, (character) => character <= " ");
}

/** Java's strip() removes its white space, to which the no-break spaces do not belong. */
function stripped(self: string): string {
  return without(self, isWhiteSpace);
}

function isWhiteSpace(character: string): boolean {
  return (
    (character >= "\x1c" && character <= "\x1f") || /(?![\u00a0\u2007\u202f])[\p{Z}\t-\r]/u.test(character)
  );
}

function without(self: string, isBlank: (character: string) => boolean): string {
  let [from, to] = [0, self.length];
  while (from < to && isBlank(self.charAt(from))) from++;
  while (to > from && isBlank(self.charAt(to - 1))) to--;
  return self.slice(from, to);
}

/** For a comparison that ignores case, Java takes each character's capital, and then the small letter of that. */
function folded(self: string): string {
  return Array.from(self, (character) => {
    const capital = character.toUpperCase();
    const [small = ""] = (capital.length === character.length ? capital : character).toLowerCase();
    return small;
  }).join("");
}

/** compareTo takes any object and throws for one of another class. */
export function notComparable(): never {
  throw new RenderFault("java.lang.ClassCastException: compareTo was given a value of another class");
}

function emptyAt(self: string, other: string): number {
  return other === "" ? self.length : -1;
}

function slice(self: string, from: number, to: number): string {
  if (from < 0 || to > self.length || from > to) {
    throw new RenderFault(
      `java.lang.StringIndexOutOfBoundsException: begin ${from}, end ${to}, length ${self.length}`,
    );
  }
  return self.slice(from, to);
}

function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = a.charCodeAt(at) - b.charCodeAt(at);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function replaceText(self: string, wanted: string, by: string, meter: Meter): string {
  chargeText(meter, self.length);
  const found = self.split(wanted).length + 1;
  chargeText(meter, self.length + found * by.length);
  return self.replaceAll(wanted, () => by);
}

function made(result: string, meter: Meter): string {
  chargeText(meter, result.length);
  return result;
}

/** The number in a string, for `parseInt` and the like. */
export function parseWhole(digits: string, bits: 32 | 64): bigint {
  if (/^[+-]?\d{1,20}$/.test(digits)) {
    const value = BigInt(digits.replace("+", ""));
    if (BigInt.asIntN(bits, value) === value) return value;
  }
  throw new RenderFault(
    `java.lang.NumberFormatException: For input string: ${JSON.stringify(digits.slice(0, 60))}`,
  );
}

/** The argument as an integer, if it is a Java Integer. */
export function asInt(value: Value | undefined): number | undefined {
  if (value === undefined || !isNumber(value)) return undefined;
  return typeof value === "number" ? toInt(value as Num) : undefined;
}
