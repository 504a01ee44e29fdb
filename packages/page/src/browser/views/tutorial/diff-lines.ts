import { diffArrays } from "diff/lib/diff/array.js";

/** A line of a comparison. */
export interface DiffLine {
  readonly sign: "-" | "+" | " ";
  readonly line: string;
}

/** What must go and what must come: the lines that two texts have in common stay. */
export function diffLines(found: string, right: string): DiffLine[] {
  return diffArrays(linesOf(found), linesOf(right)).flatMap(({ added, removed, value }) =>
    value.map((line): DiffLine => ({ sign: added ? "+" : removed ? "-" : " ", line })),
  );
}

/** Nothing has no lines. */
function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
