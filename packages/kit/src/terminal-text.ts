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

/** Wraps lines to a number of columns. What follows a label continues under it, anything else is indented by two. */
export function wrapLines(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) => (columnsOf(line) <= columns ? [line] : wrapLine(line, columns, true)));
}

/** As `wrapLines`, but a word that is longer than a line stays whole, so that it can be copied. */
export function wrapWords(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) => (columnsOf(line) <= columns ? [line] : wrapLine(line, columns, false)));
}

function wrapLine(line: string, columns: number, hard: boolean): string[] {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const label = labelOf(line, columns);
  const hang = label === "" ? indent.length + 2 : columnsOf(label);
  const room = Math.max(1, columns - hang);
  const head = label === "" ? indent : label;
  const text = spaceJson(line.slice(head.length), room);
  const [first = "", ...rest] = wrapAnsi(text, room, { hard }).split("\n");
  return [head + first, ...rest.map((part) => " ".repeat(hang) + part)];
}

/** JSON without blank space is one long word: where it does not fit on a line, it gets some after its commas. */
function spaceJson(text: string, room: number): string {
  return text.replace(/\S+/g, (word) => (columnsOf(word) > room ? word.replace(/,(?=")/g, ", ") : word));
}

/** The start of a line such as "  expected  202 at once", up to its text; nothing where half the line would be lost. */
function labelOf(line: string, columns: number): string {
  const label = /^ *\S+(?: \S+){0,2}? {2,}(?=\S)/.exec(line)?.[0] ?? "";
  return columnsOf(label) <= columns / 2 ? label : "";
}

/** Puts parts beside each other, as many on a line as fit: a part is never broken. */
export function fillLines(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)}   ${part}`;
    if (lines.length > 0 && columnsOf(longer) > columns) lines.push(part);
    else lines.splice(-1, 1, longer);
  }
  return lines;
}
