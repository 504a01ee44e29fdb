import { RenderFault } from "./meter.ts";
import { propertyClass, wordInUnicode } from "./regex-properties.ts";
import { caseVariants } from "./regex-text.ts";

// Characters and classes of characters in a regular expression: escapes, \d, \p{Alpha}, [a-z&&[^x]].

/** Nesting depth of groups and classes. */
export const depthMax = 60;

/** The parser's position in a regular expression, with the flags in force. */
export interface Source {
  readonly text: string;
  at: number;
  groups: number;
  depth: number;
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  comments: boolean;
  unixLines: boolean;
  unicodeCase: boolean;
  unicodeClasses: boolean;
  readonly names: Map<string, number>;
}

/** Whether a character belongs to the class. */
export type Matches = (character: string) => boolean;

const shorthands: Readonly<Record<string, Matches>> = {
  d: (c) => /^\d$/.test(c),
  w: (c) => /^\w$/.test(c),
  s: (c) => /^[ \t\n\v\f\r]$/.test(c),
  h: (c) => /^[ \t\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]$/.test(c),
  v: (c) => /^[\n\v\f\r\u0085\u2028\u2029]$/.test(c),
};

/** The same with (?U). */
const unicodeShorthands: Readonly<Record<string, Matches>> = {
  d: (c) => /^\p{Nd}$/u.test(c),
  w: isUnicodeWord,
  s: (c) => /^\p{White_Space}$/u.test(c),
};
const unicodeWord = new RegExp(`^${wordInUnicode}$`, "u");

/** Whether `\w` matches a character with (?U). */
export function isUnicodeWord(character: string): boolean {
  return unicodeWord.test(character);
}

/** `\d`, `\W`, `\p{Alpha}` and so on; undefined for an escape of another kind. */
export function shorthand(source: Source): Matches | undefined {
  const letter = source.text[source.at] ?? "";
  const lower = letter.toLowerCase();
  const known = (source.unicodeClasses ? unicodeShorthands[lower] : undefined) ?? shorthands[lower];
  if (known) {
    source.at++;
    return letter === lower ? known : (c) => !known(c);
  }
  return lower === "p" ? property(source) : undefined;
}

function property(source: Source): Matches {
  const found = /^([pP])(?:\{([A-Za-z0-9_= -]+)\}|([A-Z]))/.exec(
    source.text.slice(source.at, source.at + 80),
  );
  const name = found?.[2] ?? found?.[3];
  if (!found || !name) throw wrong(source, "unknown character property");
  source.at += found[0].length;
  const members = propertyClass(name, source);
  if (members === undefined) throw wrong(source, `unknown character property {${name}}`);
  const wanted = new RegExp(`^${members}$`, "u");
  const negated = found[1] === "P";
  return (c) => wanted.test(c) !== negated;
}

const controls: Readonly<Record<string, string>> = {
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
  a: "\u0007",
  e: "\u001b",
};

/** Consumes the second half of a surrogate pair, e.g. `\uDE00`. */
function lowSurrogate(source: Source): number | undefined {
  const low = /\\u(d[c-f][0-9a-f]{2})/iy;
  low.lastIndex = source.at;
  const found = low.exec(source.text);
  if (!found) return undefined;
  source.at += found[0].length;
  return Number.parseInt(found[1] ?? "", 16);
}

/** The meaning of an escape sequence. */
export function escapedCharacter(source: Source): string {
  const coded = /u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|0([0-3]?[0-7]{1,2})/y;
  coded.lastIndex = source.at;
  const found = coded.exec(source.text);
  if (found) {
    source.at += found[0].length;
    const hexadecimal = found[1] ?? found[2] ?? found[3];
    const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number.parseInt(found[4] ?? "0", 8);
    if (code > 0x10ffff) throw wrong(source, "a character beyond Unicode");
    const low = found[1] && code >= 0xd800 && code < 0xdc00 ? lowSurrogate(source) : undefined;
    if (low !== undefined) return String.fromCharCode(code, low);
    return String.fromCodePoint(code);
  }
  const character = nextCharacter(source);
  if (character === "") throw wrong(source, "a backslash at the end");
  if (character === "0") throw wrong(source, "illegal octal escape");
  if (character === "c" && source.at < source.text.length) {
    return String.fromCharCode((nextCharacter(source).codePointAt(0) ?? 0) ^ 64);
  }
  const control = controls[character];
  if (control) return control;
  if (/^[A-Za-z]$/.test(character)) throw wrong(source, `unknown escape \\${character}`);
  return character;
}

/** `[a-z&&[^x]]`: union, and intersection with &&. */
export function parseClass(source: Source): Matches {
  if (++source.depth > depthMax) throw wrong(source, `more than ${depthMax} nested classes`);
  const negated = source.text[source.at] === "^";
  if (negated) source.at++;
  let intersection: Matches | undefined;
  let members: Matches[] = [];
  const start = source.at;
  const meet = () => {
    if (members.length === 0 && !intersection) return;
    const union = unionOf(members, source);
    const earlier = intersection;
    intersection = earlier ? (c) => earlier(c) && union(c) : union;
    members = [];
  };
  for (;;) {
    if (source.comments) skipComments(source);
    const next = source.text[source.at];
    if (next === undefined) throw wrong(source, "unclosed character class");
    if (next === "]" && source.at > start) break;
    if (source.text.startsWith("&&", source.at)) {
      source.at += 2;
      // Nothing to intersect with: Java ignores the &&.
      if (!/^[\]&]/.test(source.text.slice(source.at))) meet();
    } else members.push(parseMember(source));
  }
  source.at++;
  source.depth--;
  if (members.length > 0 || !intersection) meet();
  const matches = intersection ?? (() => false);
  return negated ? (c) => !matches(c) : matches;
}

function unionOf(members: readonly Matches[], source: Source): Matches {
  const any: Matches = (c) => members.some((member) => member(c));
  const variants = caseVariants(source);
  return source.ignoreCase ? (c) => variants(c).some(any) : any;
}

/** Skips what (?x) ignores: white space, and comments to the end of the line. */
export function skipComments(source: Source): void {
  const space = /(?:\s+|#.*)*/y;
  space.lastIndex = source.at;
  source.at += space.exec(source.text)?.[0].length ?? 0;
}

function parseMember(source: Source): Matches {
  if (source.text[source.at] === "[") {
    source.at++;
    return parseClass(source);
  }
  const quoted = quotation(source);
  if (quoted !== undefined) return (c) => quoted.includes(c);
  const low = parseBound(source);
  if (typeof low === "function") return low;
  const isRange =
    source.text[source.at] === "-" &&
    !/^(?:\]|\[|&&|$)/.test(source.text.slice(source.at + 1, source.at + 3));
  if (!isRange) return (c) => c === low;
  source.at++;
  const high = parseBound(source);
  if (typeof high === "function") throw wrong(source, "illegal character range");
  const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
  if (from > to) throw wrong(source, "illegal character range");
  return (c) => {
    const code = c.codePointAt(0) ?? -1;
    return code >= from && code <= to;
  };
}

function parseBound(source: Source): string | Matches {
  const character = nextCharacter(source);
  if (character === "") throw wrong(source, "unclosed character class");
  if (character !== "\\") return character;
  return shorthand(source) ?? escapedCharacter(source);
}

/** Consumes `\Q…\E`, if it is next; returns its characters. */
export function quotation(source: Source): string[] | undefined {
  if (!source.text.startsWith("\\Q", source.at)) return undefined;
  const end = source.text.indexOf("\\E", source.at);
  const quoted = source.text.slice(source.at + 2, end === -1 ? undefined : end);
  source.at = end === -1 ? source.text.length : end + 2;
  return Array.from(quoted);
}

/** Consumes one character, which may be a surrogate pair. */
export function nextCharacter(source: Source): string {
  const code = source.text.codePointAt(source.at);
  if (code === undefined) return "";
  const character = String.fromCodePoint(code);
  source.at += character.length;
  return character;
}

/** The error for an invalid pattern. */
export function wrong(source: Source, what: string): RenderFault {
  const shown = JSON.stringify(source.text.slice(0, 60));
  return new RenderFault(`${shown} is not a regular expression: ${what} at position ${source.at}.`);
}
