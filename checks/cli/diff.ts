import type { Colors } from "@long-running-api/kit/output";
import { diffArrays } from "diff/lib/diff/array.js";
import type { Difference } from "../engine/check.ts";

/** A difference as lines: short ones on a line each, templates as a diff. */
export function diffLines({ field, found, right }: Difference, colors: Colors): string[] {
  const multiline = found.includes("\n") || right.includes("\n");
  const body = multiline ? lineDiff(found.split("\n"), right.split("\n")) : [`- ${found}`, `+ ${right}`];
  return [
    `      ${field}`,
    ...body.map(
      (line) =>
        `        ${line.startsWith("-") ? colors.red(line) : line.startsWith("+") ? colors.green(line) : line}`,
    ),
  ];
}

/** The lines of both: unchanged, removed (-) and added (+). */
export function lineDiff(before: readonly string[], after: readonly string[]): string[] {
  return diffArrays([...before], [...after]).flatMap(({ added, removed, value }) =>
    value.map((line) => `${added ? "+" : removed ? "-" : " "} ${line}`),
  );
}
