import { printNumber } from "@long-running-api/jsonpath/numbers";

/*
 * JSON as Conductor's Java reads it. An integer keeps its digits: beyond 2^53 it is a bigint. A number written with
 * a fraction or an exponent is a Double, and prints as one: `1.0` is a JavaDouble here, `1` and `1.5` are numbers.
 * Both are rare, so a text or value without them goes directly through JSON.parse and JSON.stringify.
 */

const doubleOf = Symbol("a Double with a whole value");

/** A Double whose value is whole. `Number(it)` is its value, `String(it)` is what Java prints: 1.0, 1.0E10. */
export interface JavaDouble {
  readonly [doubleOf]: number;
  valueOf(): number;
  toString(): string;
  /** A text that `stringifyJson` turns into a number; JSON.stringify alone would lose the Double. */
  toJSON(): string;
}

/** A Double: a plain number where JavaScript prints it as one. */
export function javaDouble(value: number): number | JavaDouble {
  if (!Number.isInteger(value)) return value;
  return Object.freeze({
    [doubleOf]: value,
    valueOf: () => value,
    toString: () => printNumber({ kind: "double", value }),
    toJSON() {
      return `${mark}${this}`;
    },
  });
}

/** Whether a value is a Double whose value is whole. */
export function isJavaDouble(value: unknown): value is JavaDouble {
  return typeof value === "object" && value !== null && doubleOf in value;
}

/** Whether a value is a JSON number of any kind. */
export function isJsonNumber(value: unknown): value is number | bigint | JavaDouble {
  return typeof value === "number" || typeof value === "bigint" || isJavaDouble(value);
}

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isJavaDouble(value);
}

/** A whole number as JSON has it: a number as long as its digits are safe. */
export function wholeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A number computed by a script, as Java receives it: a long if it fits, else a Double, as negative zero is. */
export function computedNumber(value: number): number | bigint | JavaDouble {
  if (Object.is(value, -0)) return javaDouble(value);
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return Math.abs(value) < 2 ** 63 ? BigInt(value) : javaDouble(value);
}

/** Reads JSON. Throws a SyntaxError as JSON.parse does. */
export function parseJson(text: string): unknown {
  return mayNeedMarkers(text) ? parseMarked(text) : JSON.parse(text);
}

/** Sixteen digits written out: the engine then skips through a text by sixteen characters. */
const manyDigits = /\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d\d/;
const fraction = /[[:,\s]-?\d+[.eE]/;
const wholeDouble = /(?:^|[[:,\s])-?\d+(?:\.0+(?!\d)|(?:\.\d+)?[eE])/;

/** Whether a JSON text may hold a number that JSON.parse would change. It may be wrong about texts, never about numbers. */
function mayNeedMarkers(text: string): boolean {
  return manyDigits.test(text) || ((fraction.test(text) || /^\s*-?\d/.test(text)) && wholeDouble.test(text));
}

/** Writes a value as JSON; `indent` spaces for each level, or all on one line. */
export function stringifyJson(value: unknown, indent = 0): string {
  const text = stringifyMarked(value, indent);
  return text.includes(mark) ? text.replaceAll(markedNumber, "$1") : text;
}

function stringifyMarked(value: unknown, indent: number): string {
  try {
    return JSON.stringify(value, undefined, indent) ?? "null";
  } catch (error) {
    // Most likely a bigint. A replacer is called for every value, so only where it is needed.
    if (!(error instanceof TypeError)) throw error;
    const replacer = (_: string, each: unknown) => (typeof each === "bigint" ? `${mark}${each}` : each);
    return JSON.stringify(value, replacer, indent);
  }
}

/**
 * JSON for an engine whose numbers are JavaScript's: a whole number beyond 2^53 is a text that begins with `prefix`, and
 * a Double is a number like any other. The engine's answer, with such texts in it, is read by `parsePrefixedJson`.
 */
export function stringifyPrefixedJson(value: unknown, prefix: string): string {
  const text = stringifyJson(value);
  if (!manyDigits.test(text)) return text;
  return text.replace(tokens, (token) =>
    manyDigits.test(token) && literal.test(token) && typeof numberOf(token) === "bigint"
      ? `"${prefix}${token}"`
      : token,
  );
}

/** Parses an engine's output for input from `stringifyPrefixedJson`. */
export function parsePrefixedJson(text: string, prefix: string): unknown {
  return parseJson(text.replaceAll(new RegExp(`"${prefix}([^"]*)"`, "g"), "$1"));
}

/** No text contains this by chance, and no outsider can learn it. */
const mark = `${crypto.randomUUID()}:`;

const markedNumber = new RegExp(`"${mark}([^"]*)"`, "g");
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const literal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Numbers that JSON.parse would change pass through it as prefixed texts. */
function parseMarked(text: string): unknown {
  const marked = text.replace(tokens, (token) =>
    token.startsWith('"') || !literal.test(token) || typeof numberOf(token) === "number"
      ? token
      : `"${mark}${token}"`,
  );
  if (marked === text) return JSON.parse(text);
  try {
    return JSON.parse(marked, (key, value: unknown) => {
      if (key.startsWith(mark)) throw new SyntaxError("A number cannot be the name of a member.");
      return typeof value === "string" && value.startsWith(mark) ? numberOf(value.slice(mark.length)) : value;
    });
  } catch (error) {
    JSON.parse(text); // throws an error that quotes the original text
    throw error;
  }
}

/** A number from its literal. */
function numberOf(digits: string): number | bigint | JavaDouble {
  if (/[.eE]/.test(digits)) return javaDouble(Number(digits));
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
