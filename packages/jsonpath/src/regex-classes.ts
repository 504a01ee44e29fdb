import { RenderFault } from "./meter.ts";

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

/** `\d`, `\W`, `\p{Alpha}` and so on; undefined for an escape of another kind. */
export function shorthand(source: Source): Matches | undefined {
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
      // Not a property in this spelling: try the next, or fail below.
    }
  }
  throw wrong(source, `unknown character property {${name}}`);
}

const controls: Readonly<Record<string, string>> = {
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
  a: "\u0007",
  e: "\u001b",
};

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
export function parseClass(source: Source): Matches {
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
