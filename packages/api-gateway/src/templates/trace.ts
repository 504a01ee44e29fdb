/** Gets the events of one rendering, in order. */
export type Tracer = (event: TraceEvent) => void;

/** What a template did at an offset of its text. */
export type TraceEvent =
  | { readonly kind: "text"; readonly offset: number; readonly text: string }
  | { readonly kind: "reference"; readonly offset: number; readonly literal: string; readonly text: string }
  /** `#set`; without a text nothing was set, because the value is null. */
  | {
      readonly kind: "set";
      readonly offset: number;
      readonly literal: string;
      readonly text: string | undefined;
    }
  | { readonly kind: "condition"; readonly offset: number; readonly literal: string; readonly holds: boolean }
  /** A branch that was not taken, up to the next directive. */
  | { readonly kind: "skipped"; readonly offset: number; readonly end: number }
  | { readonly kind: "loop"; readonly offset: number; readonly rounds: number };

/** One line of a template, counted from 1: what it printed, each time it was reached, and what it did. */
export interface LineTrace {
  readonly line: number;
  readonly source: string;
  readonly printed: readonly string[];
  readonly events: readonly Exclude<TraceEvent, { kind: "text" | "skipped" }>[];
  /** Whether it belongs to a branch that was not taken. */
  readonly skipped: boolean;
}

/** The events of a rendering, by source line. */
export function linesOf(source: string, events: readonly TraceEvent[]): LineTrace[] {
  const lines = source.split(/\r\n|\n|\r/);
  const starts = startsOf(source);
  const printed = lines.map((): string[] => []);
  const done = lines.map((): Exclude<TraceEvent, { kind: "text" | "skipped" }>[] => []);
  const skipped = lines.map(() => false);
  const print = (line: number, text: string) => {
    const own = printed[line];
    const row = own?.at(-1);
    // A loop returns to an earlier line: each turn's output is a row of its own.
    if (row === undefined || row.endsWith("\n")) own?.push(text);
    else own?.splice(-1, 1, row + text);
  };
  for (const event of events) {
    const line = lineOf(starts, event.offset);
    if (event.kind === "text") {
      for (const [index, part] of event.text.split(/(?<=\n)/).entries()) print(line + index, part);
    } else if (event.kind === "skipped") {
      const end = lineOf(starts, event.end);
      for (let at = line + 1; at < end; at += 1) skipped[at] = true;
    } else {
      done[line]?.push(event);
      if (event.kind === "reference") print(line, event.text);
    }
  }
  return lines.map((text, index) => ({
    line: index + 1,
    source: text,
    printed: (printed[index] ?? []).map((each) => each.replace(/\r?\n$/, "")),
    events: done[index] ?? [],
    skipped: skipped[index] === true,
  }));
}

function startsOf(source: string): number[] {
  return [0, ...[...source.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
