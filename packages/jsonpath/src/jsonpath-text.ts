import type { Path } from "./jsonpath-tree.ts";
import { RenderFault } from "./meter.ts";

/** The parser's position in a path. */
export interface PathText {
  readonly text: string;
  at: number;
  depth: number;
  /** Parses a path at this position, in a filter or a function's arguments. */
  readonly parseInnerPath: (source: PathText) => Path;
}

/** Skips blanks. */
export function skipBlanks(source: PathText): void {
  while (source.text[source.at] === " " || source.text[source.at] === "\t") source.at++;
}

/** A string in either kind of quotes; a backslash makes the next character literal. */
export function parseQuoted(source: PathText): string {
  const pattern = /'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y;
  pattern.lastIndex = source.at;
  const found = pattern.exec(source.text);
  if (!found) throw invalid(source, "a quoted name is not closed");
  source.at += found[0].length;
  return (found[1] ?? found[2] ?? "").replace(/\\([\s\S])/g, "$1");
}

/** The error for an invalid path. */
export function invalid(source: PathText, what: string): RenderFault {
  const shown = JSON.stringify(source.text.slice(0, 80));
  return new RenderFault(`${shown} is not a JSONPath: ${what}, at position ${source.at}.`);
}
