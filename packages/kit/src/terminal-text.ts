import stringWidth from "string-width";
import wrapAnsi from "wrap-ansi";

/** The width of a text in terminal columns: wide characters take two, color codes and combining marks none. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** Cuts a text to a number of columns; colors that begin in it also end in it. */
export function cutAt(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (columnsOf(text) <= columns) return text;
  // One column is too narrow for a wide character, which would be kept whole.
  const [first = ""] = wrapAnsi(text, columns, { hard: true, trim: false, wordWrap: false }).split("\n");
  return columnsOf(first) <= columns ? first : "";
}

/** Wraps lines to a number of columns; continuation lines are indented by two. */
export function wrapLines(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) => (columnsOf(line) <= columns ? [line] : wrapLine(line, columns)));
}

function wrapLine(line: string, columns: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const room = Math.max(1, columns - indent.length - 2);
  const [first = "", ...rest] = wrapAnsi(line.slice(indent.length), room, { hard: true }).split("\n");
  return [indent + first, ...rest.map((part) => `${indent}  ${part}`)];
}
