import { valueDepthMax } from "./limits.ts";
import { charge, chargeText, type Meter } from "./meter.ts";
import { double, wholeNumber } from "./numbers.ts";
import { type JavaMap, listOf, mapOf, put, type Value } from "./values.ts";

// JSON as json-smart, which Jayway JsonPath uses, parses it in permissive mode: text that is not JSON is a string, keys and
// strings may have no quotes or single ones, and extra commas are allowed. A form-encoded body is therefore one
// string to $input.json('$'), and a mock's {statusCode: 200} is an object.

/** The text begins as JSON but is cut off or invalid. */
export class NotJson extends Error {
  override readonly name = "NotJson";
}

interface Input {
  readonly text: string;
  at: number;
  readonly meter: Meter | undefined;
}

/** Parses one value and ignores the rest. Throws NotJson. */
export function parseJson(text: string, meter?: Meter): Value {
  const input: Input = { text, at: 0, meter };
  if (meter) chargeText(meter, text.length);
  skipSpace(input);
  return input.at >= text.length ? "" : parseValue(input, /$/g, 0);
}

const inArray = /[,\]]|$/g;
const inObject = /[,}]|$/g;
const inKey = /:|$/g;

function parseValue(input: Input, stop: RegExp, depth: number): Value {
  if (input.meter) charge(input.meter, 1);
  if (depth > valueDepthMax) throw new NotJson(`the document nests more than ${valueDepthMax} levels`);
  switch (input.text[input.at]) {
    case "{":
      return parseObject(input, depth);
    case "[":
      return parseArray(input, depth);
    case '"':
    case "'":
      return parseString(input);
    case ":":
    case "}":
    case "]":
    case undefined:
      throw broken(input);
    default:
      return bare(readUntil(input, stop));
  }
}

function parseObject(input: Input, depth: number): JavaMap {
  const map = mapOf();
  input.at++;
  for (;;) {
    skipSpaceAndCommas(input);
    const next = input.text[input.at];
    if (next === "}") break;
    if (next === undefined || ":[]{".includes(next)) throw broken(input);
    const key = next === '"' || next === "'" ? parseString(input) : readUntil(input, inKey);
    skipSpace(input);
    if (input.text[input.at] !== ":") throw broken(input);
    input.at++;
    skipSpace(input);
    put(map, key, parseValue(input, inObject, depth + 1));
    endOfMember(input);
  }
  input.at++;
  return map;
}

function parseArray(input: Input, depth: number): Value {
  const items: Value[] = [];
  input.at++;
  for (;;) {
    skipSpaceAndCommas(input);
    if (input.text[input.at] === "]") break;
    // No separator is needed after an item that has an end of its own.
    items.push(parseValue(input, inArray, depth + 1));
  }
  input.at++;
  return listOf(items, "json");
}

function endOfMember(input: Input): void {
  skipSpace(input);
  const next = input.text[input.at];
  if (next !== "," && next !== "}") throw broken(input);
}

function skipSpace(input: Input): void {
  while (input.at < input.text.length && " \t\r\n".includes(input.text[input.at] as string)) input.at++;
}

function skipSpaceAndCommas(input: Input): void {
  while (input.at < input.text.length && " \t\r\n,".includes(input.text[input.at] as string)) input.at++;
}

function readUntil(input: Input, stop: RegExp): string {
  const from = input.at;
  stop.lastIndex = from;
  input.at = stop.exec(input.text)?.index ?? input.text.length;
  return input.text.slice(from, input.at).trimEnd();
}

function bare(word: string): Value {
  if (word === "null") return null;
  if (word === "true" || word === "false") return word === "true";
  if (word === "-") return 0;
  if (/^-?\d+$/.test(word)) return word.length > 1000 ? word : wholeNumber(word);
  if (word === "NaN") return double(Number.NaN);
  if (!/^-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(word)) return word;
  // json-smart keeps long fractions exact, as BigDecimal.
  return word.length > 18 ? { kind: "decimal", value: Number(word), text: word } : double(Number(word));
}

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "'": "'",
  "/": "/",
  "\\": "\\",
};

function parseString(input: Input): string {
  const quote = input.text[input.at] as string;
  const from = input.at + 1;
  const close = input.text.indexOf(quote, from);
  if (close === -1) throw new NotJson("a string has no end");
  const plain = input.text.slice(from, close);
  if (!plain.includes("\\")) {
    input.at = close + 1;
    return plain;
  }
  input.at = from;
  return parseEscapes(input, quote);
}

/** In a string with an escape, json-smart drops control characters and unknown escapes. */
function parseEscapes(input: Input, quote: string): string {
  const parts: string[] = [];
  const run = quote === '"' ? plainInDouble : plainInSingle;
  for (;;) {
    run.lastIndex = input.at;
    const plain = run.exec(input.text)?.[0] ?? "";
    parts.push(plain);
    input.at += plain.length;
    const next = input.text[input.at++];
    if (next === undefined) throw new NotJson("a string has no end");
    if (next === quote) return parts.join("");
    if (next === "\\") parts.push(parseEscape(input));
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are dropped
const plainInDouble = /[^"\\\u0000-\u001f\u007f]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are dropped
const plainInSingle = /[^'\\\u0000-\u001f\u007f]*/y;

function parseEscape(input: Input): string {
  const letter = input.text[input.at++] ?? "";
  if (letter !== "u" && letter !== "x") return escapes[letter] ?? "";
  const digits = input.text.slice(input.at, input.at + (letter === "u" ? 4 : 2));
  if (!/^(?:[0-9a-fA-F]{4}|[0-9a-fA-F]{2})$/.test(digits)) throw broken(input);
  input.at += digits.length;
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function broken({ text, at }: Input): NotJson {
  const found = at < text.length ? JSON.stringify(text[at]) : "the end";
  return new NotJson(`${found} is not allowed at position ${at}`);
}
