/** Why a template could not be parsed or rendered, with the position and the source line. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
  readonly line: number;
  readonly column: number;
  /** The line of the template, with a caret under the column. */
  readonly excerpt: string;

  constructor(message: string, place: Place) {
    super(message);
    this.line = place.line;
    this.column = place.column;
    this.excerpt = place.excerpt;
  }
}

/** A position in a template; line and column start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;
}

const excerptCharsMax = 120;

/** Turns an offset into line, column and the line itself. */
export function placeAt(source: string, offset: number): Place {
  const at = Math.max(0, Math.min(offset, source.length));
  const before = source.slice(0, at);
  const line = before.split(/\r\n|\n|\r/).length;
  const start = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  const rest = /^[^\r\n]*/.exec(source.slice(start, start + at + excerptCharsMax))?.[0] ?? "";
  const column = at - start + 1;
  return { line, column, excerpt: pointed(rest, column) };
}

/** A long line is cut around the column so that the caret stays visible. */
function pointed(line: string, column: number): string {
  const from = Math.max(0, column - Math.floor(excerptCharsMax / 2));
  const shown = line.slice(from, from + excerptCharsMax).replaceAll("\t", " ");
  return `${shown}\n${" ".repeat(Math.max(0, column - 1 - from))}^`;
}
