/** One thing that a template did while it rendered, in order; offsets point into its source, `from` and `to` into the output. */
export type TraceEvent =
  | {
      readonly kind: "print";
      readonly offset: number;
      readonly from: number;
      readonly to: number;
      /** Source and output are the same text. */
      readonly verbatim: boolean;
    }
  | { readonly kind: "set"; readonly offset: number; readonly name: string; readonly value: string }
  | {
      readonly kind: "if";
      /** The offsets of #if, #elseif and #else. */
      readonly branches: readonly number[];
      /** The index of the branch that was taken; -1 for none. */
      readonly taken: number;
      readonly end: number;
    }
  | { readonly kind: "foreach"; readonly offset: number; readonly rounds: number; readonly end: number };

/** A line of a template, with what it rendered and did. */
export interface TracedLine {
  /** From 1. */
  readonly number: number;
  readonly source: string;
  /** What it printed, once for each turn of a loop; the line of the output where that begins, from 1. */
  readonly rendered: readonly { readonly line: number; readonly text: string }[];
  /** What it did instead of printing: the last time, in a loop. */
  readonly did?:
    | { readonly kind: "set"; readonly name: string; readonly value: string }
    | { readonly kind: "tested"; readonly result: boolean }
    /** An #else or #elseif that was not reached, and the line that was taken before it. */
    | { readonly kind: "passed"; readonly takenLine: number }
    | { readonly kind: "repeated"; readonly rounds: number }
    | { readonly kind: "skipped" };
}

/** A template line by line: what each printed, set, tested, or why it was skipped. */
export function traceLines(source: string, output: string, events: readonly TraceEvent[]): TracedLine[] {
  const lines = source.split("\n");
  const starts = startsOf(source);
  const lineOf = (offset: number) => lastAtMost(starts, offset);
  const outputStarts = startsOf(output);
  const printed = printedByLine(events, lineOf, source, output);
  const did: (TracedLine["did"] | undefined)[] = [];
  const skipped = new Set<number>();
  const reached = new Set<number>();
  for (const event of events) {
    if (event.kind === "set")
      did[lineOf(event.offset)] = { kind: "set", name: event.name, value: event.value };
    if (event.kind === "print") reached.add(lineOf(event.offset));
    if (event.kind === "foreach") {
      did[lineOf(event.offset)] = { kind: "repeated", rounds: event.rounds };
      if (event.rounds === 0) addBetween(skipped, lineOf(event.offset), lineOf(event.end));
    }
    if (event.kind !== "if") continue;
    const { branches, taken, end } = event;
    const takenLine = lineOf(branches[taken] ?? end) + 1;
    for (const [index, offset] of branches.entries()) {
      const line = lineOf(offset);
      const tested = taken < 0 || index <= taken;
      did[line] = tested ? { kind: "tested", result: index === taken } : { kind: "passed", takenLine };
      if (index !== taken) addBetween(skipped, line, lineOf(branches[index + 1] ?? end));
    }
  }
  return lines.map((text, index) => {
    const rendered = (printed.get(index) ?? [])
      .map(({ from, text: part }) => ({ line: lastAtMost(outputStarts, from) + 1, text: part }))
      .filter(({ text: part }) => part.trim() !== "" || text.trim() === "");
    const own =
      did[index] ?? (skipped.has(index) && !reached.has(index) ? ({ kind: "skipped" } as const) : undefined);
    return { number: index + 1, source: text, rendered, ...(own ? { did: own } : {}) };
  });
}

function addBetween(lines: Set<number>, from: number, to: number): void {
  for (let line = from + 1; line < to; line += 1) lines.add(line);
}

interface Part {
  /** Where it begins in the output. */
  from: number;
  text: string;
  /** Where the last piece was in the source: a smaller one begins another turn. */
  at: number;
}

/** What each line printed, without its line break. */
function printedByLine(
  events: readonly TraceEvent[],
  lineOf: (offset: number) => number,
  source: string,
  output: string,
): Map<number, Part[]> {
  const byLine = new Map<number, Part[]>();
  const add = (offset: number, from: number, text: string) => {
    const line = lineOf(offset);
    const parts = byLine.get(line) ?? [];
    byLine.set(line, parts);
    const last = parts.at(-1);
    if (last && offset > last.at) {
      last.text += text;
      last.at = offset;
    } else parts.push({ from, text, at: offset });
  };
  for (const event of events) {
    if (event.kind !== "print" || event.from === event.to) continue;
    const text = output.slice(event.from, event.to);
    if (!event.verbatim) {
      add(event.offset, event.from, text);
      continue;
    }
    // Each line break of the text is one of the source; between them, an escape may make the source longer.
    let [at, offset] = [0, event.offset];
    for (const piece of text.split("\n")) {
      if (piece !== "") add(offset, event.from + at, piece);
      at += piece.length + 1;
      const lineEnd = source.indexOf("\n", offset);
      offset = lineEnd < 0 ? offset + piece.length : lineEnd + 1;
    }
  }
  return byLine;
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last number that is at most `value`. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
