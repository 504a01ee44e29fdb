import { RenderFault } from "./meter.ts";
import {
  depthMax,
  escapedCharacter,
  nextCharacter,
  parseClass,
  quotation,
  type Source,
  shorthand,
  skipComments,
  wrong,
} from "./regex-classes.ts";
import { assertionOf, lineBreak, parseBack } from "./regex-escapes.ts";
import {
  clusterLength,
  endsLine,
  foldCase,
  isClusterBoundary,
  isLineEnd,
  isLineStart,
  isTextEnd,
} from "./regex-text.ts";
import type { Pattern, Regex } from "./regex-tree.ts";

// Java's regular expressions (java.util.regex.Pattern), as far as templates use them. JavaScript's own engine cannot be
// stopped once started, and a template's expressions run on text from any client, so we match step by step.

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
    unixLines: flags.includes("d"),
    unicodeCase: /[uU]/.test(flags),
    unicodeClasses: flags.includes("U"),
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
  if (++source.depth > depthMax) throw wrong(source, `more than ${depthMax} nested groups`);
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

function pickFlags(source: Source) {
  const { ignoreCase, multiline, dotAll, comments, unixLines, unicodeCase, unicodeClasses } = source;
  return { ignoreCase, multiline, dotAll, comments, unixLines, unicodeCase, unicodeClasses };
}

function parseSequence(source: Source): Regex {
  const items: Regex[] = [];
  for (;;) {
    if (source.comments) skipComments(source);
    const next = source.text[source.at];
    if (next === undefined || next === "|" || next === ")") break;
    const quoted = quotation(source)?.map((character) => literal(source, character));
    // A quantifier after a quotation repeats its last character.
    const last = quoted ? quoted.pop() : parseAtom(source);
    items.push(...(quoted ?? []));
    if (last) items.push(parseRepeat(source, last));
  }
  const [only] = items;
  return items.length === 1 && only ? only : { kind: "sequence", items };
}

/** At most one quantifier: a second one would be dangling. */
function parseRepeat(source: Source, body: Regex): Regex {
  if (source.comments) skipComments(source);
  const bounds = parseBounds(source);
  if (!bounds) return body;
  const [min, max] = bounds;
  // Java does not split \r\n to repeat \R.
  const repeated: Regex = body === lineBreak ? { kind: "atomic", body } : body;
  const mode = source.text[source.at];
  if (mode === "?" || mode === "+") source.at++;
  const repeat: Regex = { kind: "repeat", body: repeated, min, max, lazy: mode === "?" };
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
      const { dotAll, unixLines } = source;
      return { kind: "char", matches: (c) => dotAll || !endsLine(c, unixLines) };
    }
    case "^": {
      const { multiline, unixLines } = source;
      return { kind: "assert", holds: (t, at) => (multiline ? isLineStart(t, at, unixLines) : at === 0) };
    }
    case "$": {
      const { multiline, unixLines } = source;
      return {
        kind: "assert",
        holds: (t, at) => isTextEnd(t, at, unixLines) || (multiline && isLineEnd(t, at, unixLines)),
      };
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

function literal(source: Source, character: string): Regex {
  if (!source.ignoreCase) return { kind: "char", matches: (c) => c === character };
  const fold = foldCase(source);
  const folded = fold(character);
  return { kind: "char", matches: (c) => fold(c) === folded };
}

function parseGroup(source: Source): Regex | undefined {
  const opener = /\?(?:<([A-Za-z][A-Za-z0-9]*)>|<?[=!]|[:>]|([imsxudU]*)(?:-([imsxudU]+))?([:)]))/y;
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
  source.unixLines = has("d", before.unixLines);
  source.unicodeClasses = has("U", before.unicodeClasses);
  source.unicodeCase = has("u", before.unicodeCase) || source.unicodeClasses;
  if (end === ")") return undefined;
  const body = closed(source);
  Object.assign(source, before);
  return body;
}

function parseEscape(source: Source): Regex | undefined {
  const matches = shorthand(source);
  if (matches) return { kind: "char", matches };
  const back = parseBack(source);
  if (back !== undefined) return { kind: "back", index: back, fold: foldCase(source) };
  const letter = source.text[source.at] ?? "";
  const own = source.text.startsWith("b{g}", source.at) ? isClusterBoundary : assertionOf(letter, source);
  if (own) {
    source.at += own === isClusterBoundary ? 4 : 1;
    return { kind: "assert", holds: own };
  }
  if (letter === "R" || letter === "X") {
    source.at++;
    return letter === "R" ? lineBreak : { kind: "span", length: clusterLength };
  }
  return literal(source, escapedCharacter(source));
}
