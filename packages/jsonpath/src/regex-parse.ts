import { RenderFault } from "./meter.ts";
import {
  depthMax,
  escapedCharacter,
  nextCharacter,
  parseClass,
  type Source,
  shorthand,
  wrong,
} from "./regex-classes.ts";

// Java's regular expressions (java.util.regex.Pattern), as far as templates use them. JavaScript's own engine cannot be
// stopped once started, and a template's expressions run on text from any client, so we match step by step.

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

/** A compiled pattern. */
export interface Pattern {
  readonly root: Regex;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Set when the pattern is plain text. */
  readonly literal: string | undefined;
}

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

/** `a|b|[cd]` becomes the class `[abcd]`, which repeats without recursion. */
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
      // A quantifier after a quotation repeats its last character.
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

/** At most one quantifier: a second one would be dangling. */
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

/** `(?i)` applies to the end of the enclosing group, `(?i:…)` within its own. */
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

/** \b counts letters and digits of all scripts, \w only ASCII. */
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
