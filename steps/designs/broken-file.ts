import { Problem } from "@long-running-api/foundation/problem";
import type { DesignFile } from "./index.ts";

/** A place in a text; both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A file that cannot be used as it stands: where, what was expected there, and what stands there. */
export function brokenFile(
  { shown, text }: Pick<DesignFile, "shown" | "text">,
  what: string,
  { at, expected, seen }: { at?: Place | undefined; expected: string; seen?: string | undefined },
): Problem {
  const excerpt = at && text.split("\n")[at.line - 1]?.trim();
  return new Problem(`${shown} ${what}`, {
    ...(at ? { place: `${shown}:${at.line}:${at.column}` } : {}),
    ...(excerpt ? { line: excerpt.slice(0, 100) } : {}),
    expected,
    ...(seen === undefined ? {} : { seen }),
  });
}

/** The line and column of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** Where a text first stands in a file; nothing where it does not. */
export function placeOf(text: string, part: string): Place | undefined {
  const offset = text.indexOf(part);
  return offset < 0 ? undefined : placeAt(text, offset);
}
