// Lines, letters of both cases and what a reader takes for one character, as Java sees them.

/** Whether a character ends a line; with (?d) only \n does. */
export function endsLine(character: string, unixLines: boolean): boolean {
  return unixLines ? character === "\n" : /^[\n\r\u0085\u2028\u2029]$/.test(character);
}

/** Whether a line ends at a position: not between \r and \n. */
export function isLineEnd(text: string, at: number, unixLines: boolean): boolean {
  if (!endsLine(text[at] ?? "", unixLines)) return false;
  return unixLines || text[at] !== "\n" || text[at - 1] !== "\r";
}

/** Whether a line begins at a position: after the end of one, but not at the end of the text. */
export function isLineStart(text: string, at: number, unixLines: boolean): boolean {
  if (at === text.length) return false;
  if (at === 0) return true;
  if (!endsLine(text[at - 1] ?? "", unixLines)) return false;
  return unixLines || text[at - 1] !== "\r" || text[at] !== "\n";
}

/** Whether a position is the end of the text, or before its last line terminator. */
export function isTextEnd(text: string, at: number, unixLines: boolean): boolean {
  if (at === text.length) return true;
  const left = text.length - at;
  if (!isLineEnd(text, at, unixLines)) return false;
  return left === 1 || (left === 2 && !unixLines && text.startsWith("\r\n", at));
}

export interface CaseFlags {
  ignoreCase: boolean;
  /** (?u): letters beyond ASCII too. */
  unicodeCase: boolean;
}

/** The spellings of a character that are the same with the flags in force. */
export function caseVariants({ ignoreCase, unicodeCase }: CaseFlags): (character: string) => string[] {
  if (!ignoreCase) return (character) => [character];
  return (character) => {
    if (!unicodeCase && !/^[A-Za-z]$/.test(character)) return [character];
    const upper = single(character.toUpperCase(), character);
    return [character, upper, single(upper.toLowerCase(), upper)];
  };
}

/** A text in one of the spellings that are the same with the flags in force. */
export function foldCase(flags: CaseFlags): (text: string) => string {
  const variants = caseVariants(flags);
  return flags.ignoreCase
    ? (text) => Array.from(text, (character) => variants(character).at(-1)).join("")
    : (text) => text;
}

/** Java maps one character to one: ß has no capital. */
function single(mapped: string, character: string): string {
  return Array.from(mapped).length === 1 ? mapped : character;
}

let segmenter: Intl.Segmenter | undefined;
const clusterCharsMax = 512;

/** The length of the grapheme cluster that begins at a position; 0 at the end. */
export function clusterLength(text: string, at: number): number {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const [first] = segmenter.segment(text.slice(at, at + clusterCharsMax));
  return first?.segment.length ?? 0;
}

/** Whether a position is between two grapheme clusters. */
export function isClusterBoundary(text: string, at: number): boolean {
  if (at === 0 || at === text.length) return true;
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const from = Math.max(0, at - clusterCharsMax);
  return segmenter.segment(text.slice(from, at + clusterCharsMax)).containing(at - from)?.index === at - from;
}
