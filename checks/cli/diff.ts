import type { Colors } from "@long-running-api/kit/output";
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

/** The longest common subsequence of lines stays; the rest goes (-) or comes (+). Templates are short. */
export function lineDiff(before: readonly string[], after: readonly string[]): string[] {
  const width = after.length + 1;
  const common = new Array<number>((before.length + 1) * width).fill(0);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(`  ${before[i]}`);
      i += 1;
      j += 1;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${before[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${after[j]}`);
      j += 1;
    }
  }
  return lines;
}
