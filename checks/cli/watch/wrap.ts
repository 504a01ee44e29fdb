import { stripVTControlCharacters } from "node:util";

/** Lines that fit a terminal: long ones go on below, as far in as they began. Colour codes take no room. */
export function wrapLines(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) =>
    stripVTControlCharacters(line).length < columns ? [line] : wrapLine(line, columns),
  );
}

function wrapLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const wrapped: string[] = [];
  let current = "";
  for (const word of line.trimStart().split(" ")) {
    const longer = current === "" ? indent + word : `${current} ${word}`;
    if (current !== "" && stripVTControlCharacters(longer).length >= columns) {
      wrapped.push(current);
      current = `${indent}  ${word}`;
    } else current = longer;
  }
  return [...wrapped, current];
}
