import { Problem } from "@long-running-api/foundation/problem";
import type { DesignFile } from "./index.ts";

/** A position in a file; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A problem with a file: where, what was expected, and what was found. */
export function brokenFile(
  { shown, text }: Pick<DesignFile, "shown" | "text">,
  what: string,
  { at, expected, seen }: { at?: Place | undefined; expected: string; seen?: string | undefined },
): Problem {
  const excerpt = at && text.split("\n")[at.line - 1]?.trim();
  return new Problem(`${shown} ${what}`, {
    ...(at ? { place: `${shown}:${at.line}:${at.column}` } : {}),
    ...(excerpt ? { line: excerptAt(excerpt) } : {}),
    expected,
    ...(seen === undefined ? {} : { seen }),
  });
}

const excerptCharactersMax = 100;

/** A line of a file, cut where it is too long. */
function excerptAt(line: string): string {
  return line.length > excerptCharactersMax ? `${line.slice(0, excerptCharactersMax - 2)} …` : line;
}

/** The line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** The first position of a string in a file; undefined if it does not occur. */
export function placeOf(text: string, part: string): Place | undefined {
  const offset = text.indexOf(part);
  return offset < 0 ? undefined : placeAt(text, offset);
}
