import { columnsOf, cutAt, wrapWords } from "./terminal-text.ts";

/** A live line; if it has an end, such as a time, a narrow terminal cuts only the text before it. */
export type LiveLine = string | { text: string; end: string };

/** Lines at the end of a terminal that are redrawn in place; permanent lines are printed above them. */
export interface LiveBlock {
  /** Prints a permanent line. */
  print(line: string): void;
  /** Replaces the live lines. Where nothing can be redrawn it does nothing. */
  update(lines: readonly LiveLine[]): void;
  /** Removes the live lines. */
  clear(): void;
}

export interface LiveBlockStream {
  write(text: string): unknown;
  columns?: number | undefined;
}

/** A live block on a stream; only one that redraws gets cursor codes. */
export function createLiveBlock({
  stream,
  redraws,
}: {
  stream: LiveBlockStream;
  redraws: boolean;
}): LiveBlock {
  const columns = () => stream.columns || 80;
  let drawn: string[] = [];
  const clear = () => {
    // A terminal that has become narrower since has wrapped them.
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / columns())), 0);
    if (rows > 0) stream.write(`\u001b[${rows}A\u001b[0J`);
    drawn = [];
  };
  let last: readonly LiveLine[] = [];
  const draw = () => {
    // A wrapped line would break the line count; some terminals wrap at the last column already.
    drawn = last.map((line) => fitted(line, columns() - 1));
    for (const line of drawn) stream.write(`${line}\n`);
  };
  return {
    print(line) {
      clear();
      const lines = redraws ? wrapWords([line], columns() - 1) : [line];
      stream.write(`${lines.join("\n")}\n`);
      if (redraws) draw();
    },
    update(lines) {
      if (!redraws) return;
      clear();
      last = lines;
      draw();
    },
    clear() {
      clear();
      last = [];
    },
  };
}

/** A live line as one text, uncut. */
export function textOf(line: LiveLine): string {
  return typeof line === "string" ? line : line.text + line.end;
}

function fitted(line: LiveLine, columns: number): string {
  const whole = textOf(line);
  if (typeof line === "string" || columnsOf(whole) <= columns) return cutAt(whole, columns);
  const room = columns - columnsOf(line.end) - 1;
  return cutAt(`${cutAt(line.text, room)}…${line.end}`, columns);
}
