import { isUnicodeWord, type Source, wrong } from "./regex-classes.ts";
import { isTextEnd } from "./regex-text.ts";
import type { Regex } from "./regex-tree.ts";

/** `\1` or `\k<name>`: the group's number. Further digits count only while there are so many groups. */
export function parseBack(source: Source): number | undefined {
  const back = /([1-9])(\d*)|k<([A-Za-z][A-Za-z0-9]*)>/y;
  back.lastIndex = source.at;
  const found = back.exec(source.text);
  if (!found) return undefined;
  const [all, first, more = "", name = ""] = found;
  if (first === undefined) {
    const index = source.names.get(name);
    if (index === undefined) throw wrong(source, `no group named ${name}`);
    source.at += all.length;
    return index;
  }
  let digits = first;
  for (const digit of more) {
    if (Number(digits + digit) > source.groups) break;
    digits += digit;
  }
  source.at += digits.length;
  return Number(digits);
}

const isCharacter = (wanted: string): Regex => ({ kind: "char", matches: (c) => c === wanted });

/** `\R`: \r\n, or one character that ends a line. */
export const lineBreak: Regex = {
  kind: "choice",
  options: [
    { kind: "sequence", items: [isCharacter("\r"), isCharacter("\n")] },
    { kind: "char", matches: (c) => /^[\n\v\f\r\u0085\u2028\u2029]$/.test(c) },
  ],
};

type Holds = Extract<Regex, { kind: "assert" }>["holds"];

/** What `\b`, `\A` and so on require of a position; undefined for another letter. */
export function assertionOf(letter: string, { unixLines, unicodeClasses }: Source): Holds | undefined {
  if (letter === "Z") return (text, at) => isTextEnd(text, at, unixLines);
  if (letter === "b" || letter === "B") {
    // Before Java 19, \b counts letters and digits of all scripts, \w only ASCII.
    const isWord = (character: string) =>
      unicodeClasses ? isUnicodeWord(character) : /^[\p{L}\p{Nd}_]$/u.test(character);
    const isEdge: Holds = (text, at) => isWord(text[at - 1] ?? "") !== isWord(text[at] ?? "");
    return letter === "b" ? isEdge : (...place) => !isEdge(...place);
  }
  return Object.hasOwn(assertions, letter) ? assertions[letter] : undefined;
}

const assertions: Readonly<Record<string, Holds>> = {
  A: (_, at) => at === 0,
  G: (_, at, begin) => at === begin,
  z: (text, at) => at === text.length,
};
