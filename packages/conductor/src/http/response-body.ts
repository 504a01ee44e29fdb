import { isJsonNumber, javaDouble, parseJson } from "../json.ts";
import { isJson, type MediaType, parseMediaType } from "./media-type.ts";

/** Jackson's nesting limit (StreamReadConstraints); beyond it Conductor keeps the text. */
const nestingMax = 1_000;
/** The limit for a failure's text: people read it, and the execution stores it. */
const quotedBytesMax = 65_536;

/**
 * Converts a body as Conductor's HTTP task does: objects and lists unchanged, a number as a double, a JSON string as
 * its text (not parsed again), `true` and `null` as text, anything else as the text that came. Only the first JSON
 * value counts: `{"a":1} {"b":2}` is `{"a":1}`. An empty body is null.
 */
export function parseBody(text: string): unknown {
  if (text === "") return null;
  const value = firstJsonValue(text);
  if (value === undefined) return text;
  if (value === "") return "";
  try {
    const parsed: unknown = parseJson(value);
    if (typeof parsed === "object" && parsed !== null) return parsed;
    // A number by itself becomes a Double: 12345 is 12345.0.
    return isJsonNumber(parsed) && Number.isFinite(Number(parsed))
      ? javaDouble(Number(parsed))
      : String(parsed);
  } catch {
    return text;
  }
}

/** The bytes of a 2xx answer as text: its charset, else UTF-8 for JSON, else Latin-1 (Spring's default). */
export function decodeBody(bytes: Buffer, contentType: string | undefined): string {
  const type: MediaType | undefined = contentType === undefined ? undefined : parseMediaType(contentType);
  return decode(bytes, type?.charset ?? (type && isJson(type) ? "utf-8" : "iso-8859-1"));
}

/** The bytes of an error response as a failure quotes them: UTF-8 by default, on one line. */
export function quoteErrorBody(bytes: Buffer, contentType: string | undefined): string {
  if (bytes.length === 0) return "[no body]";
  const text = decode(bytes.subarray(0, quotedBytesMax), charsetOrNothing(contentType) ?? "utf-8");
  const cut = bytes.length > quotedBytesMax ? "…" : "";
  return `"${text.replace(/[\n\r]/g, "<EOL>").replace(/\p{Cc}/gu, "?")}${cut}"`;
}

function decode(bytes: Buffer, charset: string): string {
  if (charset === "iso-8859-1" || charset === "latin1") return bytes.toString("latin1");
  return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
}

function charsetOrNothing(contentType: string | undefined): string | undefined {
  try {
    return contentType === undefined ? undefined : parseMediaType(contentType).charset;
  } catch {
    return undefined;
  }
}

/** The text of the first JSON value; "" for an empty text, undefined for invalid JSON. */
function firstJsonValue(text: string): string | undefined {
  const start = text.search(/[^ \t\n\r]/);
  if (start < 0) return "";
  const first = text[start] ?? "";
  if (first === "{" || first === "[") return bracketValue(text, start);
  if (first === '"') return text.slice(start, endOfString(text, start));
  const scalar =
    /(?:true|false|null)(?![A-Za-z0-9_$])|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[ \t\n\r]|$)/y;
  scalar.lastIndex = start;
  return scalar.exec(text)?.[0];
}

function bracketValue(text: string, start: number): string | undefined {
  const marks = /["[\]{}]/g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '"') {
      marks.lastIndex = endOfString(text, mark.index);
      continue;
    }
    depth += mark[0] === "[" || mark[0] === "{" ? 1 : -1;
    if (depth > nestingMax) return undefined;
    if (depth === 0) return text.slice(start, marks.lastIndex);
  }
  return undefined;
}

function endOfString(text: string, quote: number): number {
  let end = text.indexOf('"', quote + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

function isEscaped(text: string, index: number): boolean {
  let slashes = 0;
  while (text[index - 1 - slashes] === "\\") slashes += 1;
  return slashes % 2 === 1;
}
