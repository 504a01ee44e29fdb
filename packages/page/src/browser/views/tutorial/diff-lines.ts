import { diffArrays } from "diff/lib/diff/array.js";

/** A line of a comparison. */
export interface DiffLine {
  readonly sign: "-" | "+" | " ";
  readonly line: string;
}

/** The lines to remove and to add; lines that both texts have in common are kept. */
export function diffLines(found: string, right: string): DiffLine[] {
  return diffArrays(linesOf(found), linesOf(right)).flatMap(({ added, removed, value }) =>
    value.map((line): DiffLine => ({ sign: added ? "+" : removed ? "-" : " ", line })),
  );
}

/** An empty text has no lines. */
function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
