const where =
  "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: %, column: %]";
const values = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

/**
 * The first error in invalid JSON, in the words of Lambda's parser (Jackson), which Lambda passes on to the caller.
 * Undefined if Jackson finds no error: then our own parser is stricter.
 */
export function jacksonParseError(bytes: Buffer): string | undefined {
  try {
    readRoot({ bytes, at: 0, open: [] });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return `${error.message}\n at ${error.place}`;
    throw error;
  }
}

class Refusal extends Error {
  readonly place: string;
  constructor(message: string, place: string) {
    super(message);
    this.place = place;
  }
}

interface Reader {
  bytes: Buffer;
  at: number;
  /** The open objects and arrays, with their start positions. */
  open: { kind: "Object" | "Array"; at: number }[];
}

function readRoot(reader: Reader): void {
  skipSpace(reader);
  if (reader.at >= reader.bytes.length) throw refusal(reader, "No content to map due to end-of-input", 0);
  readValue(reader);
  while (reader.open.length > 0) readNext(reader);
  skipSpace(reader);
  if (reader.at < reader.bytes.length) readValue(reader);
}

/** Reads the next part of the innermost object or array. */
function readNext(reader: Reader): void {
  const inside = reader.open.at(-1);
  if (!inside) return;
  const isFirst = reader.at === inside.at + 1;
  skipSpace(reader);
  if (reader.at >= reader.bytes.length) throw notClosed(reader);
  const close = inside.kind === "Object" ? "}" : "]";
  const character = look(reader);
  if (character === "}" || character === "]") {
    if (character !== close)
      throw refusal(
        reader,
        `Unexpected close marker '${character}': expected '${close}' (for ${inside.kind} starting at ${place(reader, inside.at)})`,
      );
    reader.at += 1;
    reader.open.pop();
    return;
  }
  if (!isFirst) {
    if (character !== ",") throw unexpected(reader, `was expecting comma to separate ${inside.kind} entries`);
    reader.at += 1;
    skipSpaceWithin(reader, inside.kind);
  }
  if (inside.kind === "Object") readName(reader);
  readValue(reader);
}

function readName(reader: Reader): void {
  if (look(reader) !== '"') throw unexpected(reader, "was expecting double-quote to start field name");
  readString(reader, "name");
  skipSpaceWithin(reader, "Object");
  if (look(reader) !== ":")
    throw unexpected(reader, "was expecting a colon to separate field name and value");
  reader.at += 1;
  skipSpaceWithin(reader, "Object");
}

function readValue(reader: Reader): void {
  const character = look(reader);
  if (character === "{" || character === "[") {
    reader.open.push({ kind: character === "{" ? "Object" : "Array", at: reader.at });
    reader.at += 1;
  } else if (character === '"') readString(reader, "string value");
  else if (/[-0-9]/.test(character)) readNumber(reader);
  else if (isIdentifier(character) && !/[0-9]/.test(character)) readWord(reader);
  else if (/[,}\]]/.test(character)) throw unexpected(reader, "expected a value");
  else throw unexpected(reader, `expected a valid value (${values})`);
}

function readWord(reader: Reader): void {
  const start = reader.at;
  reader.at += 1; // Jackson treats any first byte as a letter
  while (isIdentifier(look(reader)) || look(reader) > "\x7f") reader.at += lengthOfLetter(reader);
  const word = reader.bytes.toString("utf8", start, reader.at);
  if (!["null", "true", "false"].includes(word))
    throw refusal(reader, `Unrecognized token '${word}': was expecting (${values})`);
}

function readNumber(reader: Reader): void {
  const digits = () => {
    const start = reader.at;
    while (/[0-9]/.test(look(reader))) reader.at += 1;
    return reader.at > start;
  };
  const wrong = (rule: string) =>
    refusal(reader, `Unexpected character (${shown(reader)}) in numeric value: ${rule}`, 0);
  if (look(reader) === "-") {
    reader.at += 1;
    if (!/[0-9]/.test(look(reader)))
      throw wrong("expected digit (0-9) to follow minus sign, for valid numeric value");
  }
  if (look(reader) === "0" && /[0-9]/.test(look(reader, 1)))
    throw refusal(reader, "Invalid numeric value: Leading zeroes not allowed");
  digits();
  if (look(reader) === ".") {
    reader.at += 1;
    if (!digits()) throw wrong("Decimal point not followed by a digit");
  }
  if (/[eE]/.test(look(reader))) {
    reader.at += /[-+]/.test(look(reader, 1)) ? 2 : 1;
    if (!digits()) throw wrong("Exponent indicator not followed by a digit");
  }
}

function readString(reader: Reader, what: "name" | "string value"): void {
  reader.at += 1;
  while (look(reader) !== '"') {
    if (reader.at >= reader.bytes.length)
      throw refusal(
        reader,
        what === "name"
          ? "Unexpected end-of-input in field name"
          : "Unexpected end-of-input: was expecting closing quote for a string value",
      );
    if (look(reader) === "\\") readEscape(reader);
    else if ((reader.bytes[reader.at] ?? 0) < 0x20)
      throw refusal(
        reader,
        `Illegal unquoted character (${shown(reader)}): has to be escaped using backslash to be included in ${what}`,
        2,
      );
    else reader.at += lengthOfLetter(reader);
  }
  reader.at += 1;
}

function readEscape(reader: Reader): void {
  const escaped = look(reader, 1);
  reader.at += 1;
  if (!/["\\/bfnrtu]/.test(escaped))
    throw refusal(reader, `Unrecognized character escape ${shown(reader)}`, 2);
  reader.at += 1;
  if (escaped !== "u") return;
  for (let digit = 0; digit < 4; digit++, reader.at++)
    if (!/[0-9a-fA-F]/.test(look(reader)))
      throw unexpected(reader, "expected a hex-digit for character escape sequence");
}

/** The byte length of the character that begins here; Jackson rejects invalid UTF-8. */
function lengthOfLetter(reader: Reader): number {
  const first = reader.bytes[reader.at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >> 5 === 6 ? 2 : first >> 4 === 14 ? 3 : first >> 3 === 30 ? 4 : 0;
  if (length === 0) throw refusal(reader, `Invalid UTF-8 start byte 0x${first.toString(16)}`, 2);
  for (let more = 1; more < length; more++) {
    const byte = reader.bytes[reader.at + more] ?? 0;
    if (byte >> 6 !== 2) throw refusal(reader, `Invalid UTF-8 middle byte 0x${byte.toString(16)}`, more + 2);
  }
  return length;
}

function skipSpace(reader: Reader): void {
  while (/[ \t\r\n]/.test(look(reader))) reader.at += 1;
}

function skipSpaceWithin(reader: Reader, kind: "Object" | "Array"): void {
  skipSpace(reader);
  if (reader.at >= reader.bytes.length)
    throw refusal(reader, `Unexpected end-of-input within/between ${kind} entries`);
}

/** A byte as Jackson reads it: one character. */
function look({ bytes, at }: Reader, ahead = 0): string {
  const byte = bytes[at + ahead];
  return byte === undefined ? "" : String.fromCharCode(byte);
}

function isIdentifier(character: string): boolean {
  return /[\p{L}\p{N}_$]/u.test(character);
}

function shown(reader: Reader): string {
  const code = reader.bytes[reader.at] ?? 0;
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  return isControl ? `(CTRL-CHAR, code ${code})` : `'${String.fromCharCode(code)}' (code ${code})`;
}

function unexpected(reader: Reader, rule: string): Refusal {
  return refusal(reader, `Unexpected character (${shown(reader)}): ${rule}`);
}

function notClosed(reader: Reader): Refusal {
  const { kind, at } = reader.open.at(-1) ?? { kind: "Object", at: 0 };
  return refusal(
    reader,
    `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${place(reader, at)})`,
  );
}

/** `ahead` 1 is the current byte, 2 the next one: Jackson has read that far. */
function refusal(reader: Reader, message: string, ahead = 1): Refusal {
  return new Refusal(message, place(reader, reader.at + ahead - 1));
}

function place({ bytes }: Reader, index: number): string {
  const before = bytes.subarray(0, index);
  const line = before.filter((byte) => byte === 10).length + 1;
  const column = index - before.lastIndexOf(10);
  return where.replace("%", String(line)).replace("%", String(column));
}
