import { RenderFault } from "./meter.ts";

// Java's regular expressions (java.util.regex.Pattern), as far as templates use them. JavaScript's own engine cannot be
// stopped once it has begun, and a template's expression meets text that strangers send, so it is matched step by step.

/** A parsed regular expression. */
export type Regex =
  | { readonly kind: "char"; readonly matches: (character: string) => boolean }
  | { readonly kind: "assert"; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: "sequence"; readonly items: readonly Regex[] }
  | { readonly kind: "choice"; readonly options: readonly Regex[] }
  | { readonly kind: "group"; readonly index: number; readonly body: Regex }
  | { readonly kind: "back"; readonly index: number; readonly ignoreCase: boolean }
  | { readonly kind: "look"; readonly ahead: boolean; readonly wanted: boolean; readonly body: Regex }
  | { readonly kind: "atomic"; readonly body: Regex }
  | {
      readonly kind: "repeat";
      readonly body: Regex;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** A pattern ready to match. */
export interface Pattern {
  readonly root: Regex;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Set when the pattern is plain text. */
  readonly literal: string | undefined;
}

interface Source {
  readonly text: string;
  at: number;
  groups: number;
  depth: number;
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  comments: boolean;
  readonly names: Map<string, number>;
}

const depthMax = 60;
const charsMax = 10_000;
const repeatMax = 100_000;

/** Parses a Java regular expression; `flags` are letters as in (?i). */
export function parseRegex(text: string, flags = ""): Pattern {
  if (text.length > charsMax) throw new RenderFault(`A regular expression is over ${charsMax} characters.`);
  const source: Source = {
    text,
    at: 0,
    groups: 0,
    depth: 0,
    ignoreCase: flags.includes("i"),
    multiline: flags.includes("m"),
    dotAll: flags.includes("s"),
    comments: flags.includes("x"),
    names: new Map(),
  };
  const root = parseChoice(source);
  if (source.at < text.length) throw wrong(source, "unmatched closing )");
  const literal = source.ignoreCase || source.comments ? undefined : plainText(text);
  return { root, groups: source.groups, names: source.names, literal };
}

/** `a\.b` is the plain text a.b. */
function plainText(text: string): string | undefined {
  if (!/^(?:[^\\^$.|?*+()[\]{}]|\\[^A-Za-z0-9])+$/u.test(text)) return undefined;
  return text.replace(/\\([\s\S])/gu, "$1");
}

function parseChoice(source: Source): Regex {
  if (++source.depth > depthMax) throw wrong(source, `more than ${depthMax} groups within each other`);
  const flags = { ...source };
  const options = [parseSequence(source)];
  while (source.text[source.at] === "|") {
    source.at++;
    options.push(parseSequence(source));
  }
  source.depth--;
  Object.assign(source, pickFlags(flags));
  const [only] = options;
  return options.length === 1 && only ? only : (asClass(options) ?? { kind: "choice", options });
}

/** `a|b|[cd]` is the class `[abcd]`, which is repeated without going deep. */
function asClass(options: readonly Regex[]): Regex | undefined {
  const members = options.flatMap((option) => (option.kind === "char" ? [option.matches] : []));
  if (members.length < options.length) return undefined;
  return { kind: "char", matches: (character) => members.some((member) => member(character)) };
}

function pickFlags({ ignoreCase, multiline, dotAll, comments }: Source) {
  return { ignoreCase, multiline, dotAll, comments };
}

function parseSequence(source: Source): Regex {
  const items: Regex[] = [];
  for (;;) {
    if (source.comments) skipComments(source);
    const next = source.text[source.at];
    if (next === undefined || next === "|" || next === ")") break;
    const begin = source.at;
    const atom = parseAtom(source);
    if (atom?.kind === "sequence" && source.text.startsWith("\\Q", begin)) {
      // Of a quotation the last character is what a quantifier repeats.
      const last = atom.items[atom.items.length - 1];
      items.push(...atom.items.slice(0, -1));
      if (last) items.push(parseRepeat(source, last));
    } else if (atom) items.push(parseRepeat(source, atom));
  }
  const [only] = items;
  return items.length === 1 && only ? only : { kind: "sequence", items };
}

function skipComments(source: Source): void {
  const space = /(?:\s+|#.*)*/y;
  space.lastIndex = source.at;
  source.at += space.exec(source.text)?.[0].length ?? 0;
}

/** One quantifier at most: another after it would be a dangling one. */
function parseRepeat(source: Source, body: Regex): Regex {
  if (source.comments) skipComments(source);
  const bounds = parseBounds(source);
  if (!bounds) return body;
  const [min, max] = bounds;
  const mode = source.text[source.at];
  if (mode === "?" || mode === "+") source.at++;
  const repeat: Regex = { kind: "repeat", body, min, max, lazy: mode === "?" };
  return mode === "+" ? { kind: "atomic", body: repeat } : repeat;
}

function parseBounds(source: Source): [number, number] | undefined {
  const bounds = /[*+?]|\{(\d+)(,?)(\d*)\}/y;
  bounds.lastIndex = source.at;
  const found = bounds.exec(source.text);
  if (!found) {
    if (source.text[source.at] === "{") throw wrong(source, "illegal repetition");
    return undefined;
  }
  source.at += found[0].length;
  const [all, low, comma, high] = found;
  if (all === "*") return [0, Number.POSITIVE_INFINITY];
  if (all === "+") return [1, Number.POSITIVE_INFINITY];
  if (all === "?") return [0, 1];
  const min = Number(low);
  const max = high ? Number(high) : comma ? Number.POSITIVE_INFINITY : min;
  if (min > max || min > repeatMax) throw wrong(source, "illegal repetition range");
  return [min, max];
}

function parseAtom(source: Source): Regex | undefined {
  const { text } = source;
  const character = nextCharacter(source);
  switch (character) {
    case "(":
      return parseGroup(source);
    case "[":
      return { kind: "char", matches: parseClass(source) };
    case ".": {
      const { dotAll } = source;
      return { kind: "char", matches: (c) => dotAll || !/[\n\r\u0085\u2028\u2029]/.test(c) };
    }
    case "^": {
      const { multiline } = source;
      return {
        kind: "assert",
        holds: (t, at) => at === 0 || (multiline && t[at - 1] === "\n" && at < t.length),
      };
    }
    case "$": {
      const { multiline } = source;
      return { kind: "assert", holds: (t, at) => atEnd(t, at) || (multiline && t[at] === "\n") };
    }
    case "\\":
      return parseEscape(source);
    case "*":
    case "+":
    case "?":
      throw wrong(source, `dangling ${character}`);
    case "{":
      throw wrong(source, "illegal repetition");
    default:
      if (character === "") throw wrong(source, `an end within ${JSON.stringify(text)}`);
      return literal(source, character);
  }
}

function atEnd(text: string, at: number): boolean {
  return at === text.length || (at === text.length - 1 && text[at] === "\n");
}

function literal(source: Source, character: string): Regex {
  if (!source.ignoreCase) return { kind: "char", matches: (c) => c === character };
  const folded = character.toLowerCase();
  return { kind: "char", matches: (c) => c.toLowerCase() === folded };
}

function nextCharacter(source: Source): string {
  const code = source.text.codePointAt(source.at);
  if (code === undefined) return "";
  const character = String.fromCodePoint(code);
  source.at += character.length;
  return character;
}

function parseGroup(source: Source): Regex | undefined {
  const opener = /\?(?:<([A-Za-z][A-Za-z0-9]*)>|<?[=!]|[:>]|([imsxudU]*)(?:-([imsx]+))?([:)]))/y;
  opener.lastIndex = source.at;
  const found = opener.exec(source.text);
  if (!found && source.text[source.at] === "?") throw wrong(source, "unknown group");
  source.at += found?.[0].length ?? 0;
  const start = found?.[0] ?? "";
  if (found?.[4] !== undefined) return parseFlags(source, found);
  const name = found?.[1];
  const capturing = !found || name !== undefined;
  const index = capturing ? ++source.groups : 0;
  if (name !== undefined && source.names.has(name)) throw wrong(source, `two groups named ${name}`);
  if (name !== undefined) source.names.set(name, index);
  const body = closed(source);
  if (capturing) return { kind: "group", index, body };
  if (start === "?:") return body;
  if (start === "?>") return { kind: "atomic", body };
  return { kind: "look", ahead: !start.includes("<"), wanted: start.endsWith("="), body };
}

function closed(source: Source): Regex {
  const body = parseChoice(source);
  if (source.text[source.at] !== ")") throw wrong(source, "unclosed group");
  source.at++;
  return body;
}

/** `(?i)` holds to the end of the group around it, `(?i:…)` within its own. */
function parseFlags(source: Source, [, , on = "", off = "", end]: RegExpExecArray): Regex | undefined {
  const before = pickFlags(source);
  const has = (letter: string, was: boolean) => (on.includes(letter) || was) && !off.includes(letter);
  source.ignoreCase = has("i", before.ignoreCase);
  source.multiline = has("m", before.multiline);
  source.dotAll = has("s", before.dotAll);
  source.comments = has("x", before.comments);
  if (end === ")") return undefined;
  const body = closed(source);
  Object.assign(source, before);
  return body;
}

type Matches = (character: string) => boolean;

const shorthands: Readonly<Record<string, Matches>> = {
  d: (c) => /^\d$/.test(c),
  w: (c) => /^\w$/.test(c),
  s: (c) => /^[ \t\n\v\f\r]$/.test(c),
  h: (c) => /^[ \t\u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]$/.test(c),
  v: (c) => /^[\n\v\f\r\u0085\u2028\u2029]$/.test(c),
};

/** `\d`, `\W`, `\p{Alpha}` and so on; undefined for an escape of another kind. */
function shorthand(source: Source): Matches | undefined {
  const letter = source.text[source.at] ?? "";
  const lower = letter.toLowerCase();
  const known = shorthands[lower];
  if (known) {
    source.at++;
    return letter === lower ? known : (c) => !known(c);
  }
  return lower === "p" ? property(source) : undefined;
}

const properties: Readonly<Record<string, string>> = {
  Lower: "[a-z]",
  Upper: "[A-Z]",
  ASCII: "[\\0-\\x7f]",
  Alpha: "[A-Za-z]",
  Digit: "[0-9]",
  Alnum: "[A-Za-z0-9]",
  Punct: "[!-/:-@\\[-`{-~]",
  Graph: "[!-~]",
  Print: "[ -~]",
  Blank: "[ \\t]",
  Cntrl: "[\\0-\\x1f\\x7f]",
  XDigit: "[0-9a-fA-F]",
  Space: "[ \\t-\\r]",
};

function property(source: Source): Matches {
  const found = /^([pP])(?:\{(\^?)(?:Is|In)?([A-Za-z_]+)\}|([A-Z]))/.exec(
    source.text.slice(source.at, source.at + 60),
  );
  const name = found?.[3] ?? found?.[4];
  if (!found || !name) throw wrong(source, "unknown character property");
  source.at += found[0].length;
  const negated = (found[1] === "P") !== (found[2] === "^");
  const isCase = /^(?:Lower|Upper|L[ult])$/.test(name) && source.ignoreCase;
  const wanted = isCase ? unicodeClass(source, name.length > 2 ? "Alpha" : "LC") : unicodeClass(source, name);
  return (c) => wanted.test(c) !== negated;
}

function unicodeClass(source: Source, name: string): RegExp {
  const known = properties[name];
  if (known) return new RegExp(`^${known}$`);
  for (const spelled of [name, `Script=${name}`]) {
    try {
      return new RegExp(`^\\p{${spelled}}$`, "u");
    } catch {
      // Not a property of this spelling: the next one, or the error below.
    }
  }
  throw wrong(source, `unknown character property {${name}}`);
}

function parseEscape(source: Source): Regex | undefined {
  const { ignoreCase } = source;
  const matches = shorthand(source);
  if (matches) return { kind: "char", matches };
  const letter = source.text[source.at] ?? "";
  if (letter === "Q") return parseQuote(source);
  const back = /([1-9])|k<([A-Za-z][A-Za-z0-9]*)>/y;
  back.lastIndex = source.at;
  const found = back.exec(source.text);
  if (found) {
    source.at += found[0].length;
    const index = found[1] ? Number(found[1]) : source.names.get(found[2] ?? "");
    if (index === undefined) throw wrong(source, `no group named ${found[2]}`);
    return { kind: "back", index, ignoreCase };
  }
  const assertion = assertions[letter];
  if (assertion) {
    source.at++;
    return { kind: "assert", holds: assertion };
  }
  return literal(source, escapedCharacter(source));
}

/** For \b letters and digits of all scripts count, for \w only those of ASCII. */
const isWord = (text: string, at: number) => /^[\p{L}\p{Nd}_]$/u.test(text[at] ?? "");
const assertions: Readonly<Record<string, (text: string, at: number) => boolean>> = {
  b: (text, at) => isWord(text, at - 1) !== isWord(text, at),
  B: (text, at) => isWord(text, at - 1) === isWord(text, at),
  A: (_, at) => at === 0,
  G: (_, at) => at === 0,
  z: (text, at) => at === text.length,
  Z: atEnd,
};

function parseQuote(source: Source): Regex {
  const end = source.text.indexOf("\\E", source.at);
  const quoted = source.text.slice(source.at + 1, end === -1 ? undefined : end);
  source.at = end === -1 ? source.text.length : end + 2;
  return { kind: "sequence", items: Array.from(quoted, (character) => literal(source, character)) };
}

const controls: Readonly<Record<string, string>> = {
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
  a: "\u0007",
  e: "\u001b",
};

function escapedCharacter(source: Source): string {
  const coded = /u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|x\{([0-9a-fA-F]{1,6})\}|0([0-3]?[0-7]{1,2})/y;
  coded.lastIndex = source.at;
  const found = coded.exec(source.text);
  if (found) {
    source.at += found[0].length;
    const hexadecimal = found[1] ?? found[2] ?? found[3];
    const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number.parseInt(found[4] ?? "0", 8);
    if (code > 0x10ffff) throw wrong(source, "a character beyond Unicode");
    return String.fromCodePoint(code);
  }
  const character = nextCharacter(source);
  if (character === "") throw wrong(source, "a backslash at the end");
  if (character === "c" && source.at < source.text.length) {
    return String.fromCharCode((nextCharacter(source).codePointAt(0) ?? 0) ^ 64);
  }
  const control = controls[character];
  if (control) return control;
  if (/^[A-Za-z]$/.test(character)) throw wrong(source, `unknown escape \\${character}`);
  return character;
}

/** `[a-z&&[^x]]`: union, and intersection with &&. */
function parseClass(source: Source): Matches {
  if (++source.depth > depthMax) throw wrong(source, `more than ${depthMax} classes within each other`);
  const negated = source.text[source.at] === "^";
  if (negated) source.at++;
  let intersection: Matches | undefined;
  let members: Matches[] = [];
  const start = source.at;
  const meet = () => {
    const union = unionOf(members, source.ignoreCase);
    const earlier = intersection;
    intersection = earlier ? (c) => earlier(c) && union(c) : union;
    members = [];
  };
  for (;;) {
    const next = source.text[source.at];
    if (next === undefined) throw wrong(source, "unclosed character class");
    if (next === "]" && source.at > start) break;
    if (source.text.startsWith("&&", source.at)) {
      source.at += 2;
      meet();
    } else members.push(parseMember(source));
  }
  source.at++;
  source.depth--;
  if (members.length > 0 || !intersection) meet();
  const matches = intersection ?? (() => false);
  return negated ? (c) => !matches(c) : matches;
}

function unionOf(members: readonly Matches[], ignoreCase: boolean): Matches {
  const any: Matches = (c) => members.some((member) => member(c));
  return ignoreCase ? (c) => any(c) || any(c.toLowerCase()) || any(c.toUpperCase()) : any;
}

function parseMember(source: Source): Matches {
  if (source.text[source.at] === "[") {
    source.at++;
    return parseClass(source);
  }
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

function wrong(source: Source, what: string): RenderFault {
  const shown = JSON.stringify(source.text.slice(0, 60));
  return new RenderFault(`${shown} is not a regular expression: ${what} at position ${source.at}.`);
}
