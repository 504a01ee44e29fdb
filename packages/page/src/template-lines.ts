import type { TraceEvent } from "@long-running-api/api-gateway/templates";

/** A line of a template, with what it rendered and did. */
export interface TemplateLine {
  /** From 1. */
  readonly number: number;
  readonly source: string;
  /** What it printed, once for each turn of a loop; `line` is where that begins in the output, from 1. */
  readonly rendered: readonly { readonly line: number; readonly text: string }[];
  /** What it did instead of printing; in a loop, the last time. */
  readonly did?:
    | { readonly kind: "set"; readonly name: string; readonly value: string }
    | { readonly kind: "tested"; readonly result: boolean }
    /** A branch that was not reached, and the line that was taken before it. */
    | { readonly kind: "passed"; readonly takenLine: number }
    | { readonly kind: "repeated"; readonly rounds: number }
    | { readonly kind: "skipped" };
}

/** A rendering line by line: what each printed, and where in the output; what it set, tested, or why it was skipped. */
export function templateLines(source: string, events: readonly TraceEvent[]): TemplateLine[] {
  const starts = startsOf(source);
  const lineOf = (offset: number) => lastAtMost(starts, offset);
  const lines = source.split("\n").map((text) => text.replace(/\r$/, ""));
  const printed = lines.map((): { line: number; text: string; at: number }[] => []);
  const did: TemplateLine["did"][] = [];
  const skipped = new Set<number>();
  const tested = new Set<number>();
  let outputLine = 1;
  let takenLine = 0;
  const print = (offset: number, text: string) => {
    const parts = printed[lineOf(offset)];
    const last = parts?.at(-1);
    // A loop returns to an earlier line: each turn's output is a row of its own.
    if (last && offset > last.at) {
      last.text += text;
      last.at = offset;
    } else parts?.push({ line: outputLine, text, at: offset });
  };
  for (const event of events) {
    const line = lineOf(event.offset);
    if (event.kind === "set" && event.text !== undefined)
      did[line] = { kind: "set", name: event.literal, value: event.text };
    if (event.kind === "loop") did[line] = { kind: "repeated", rounds: event.rounds };
    if (event.kind === "condition") {
      did[line] = { kind: "tested", result: event.holds };
      tested.add(line);
      if (event.holds) takenLine = line + 1;
    }
    if (event.kind === "skipped") {
      if (!tested.has(line) && did[line]?.kind !== "repeated") did[line] = { kind: "passed", takenLine };
      for (let at = line + 1; at < lineOf(event.end); at += 1) skipped.add(at);
    }
    if (event.kind === "reference") {
      print(event.offset, event.text);
      outputLine += event.text.split("\n").length - 1;
    }
    if (event.kind !== "text") continue;
    let offset = event.offset;
    for (const [index, piece] of event.text.split("\n").entries()) {
      if (index > 0) outputLine += 1;
      if (piece !== "") print(offset, piece.replace(/\r$/, ""));
      const lineEnd = source.indexOf("\n", offset);
      offset = lineEnd < 0 ? offset + piece.length : lineEnd + 1;
    }
  }
  return lines.map((text, index) => {
    const rendered = (printed[index] ?? [])
      .filter((part) => part.text.trim() !== "" || text.trim() === "")
      .map(({ line, text: part }) => ({ line, text: part }));
    const skip = skipped.has(index) && rendered.length === 0;
    const own = did[index] ?? (skip ? ({ kind: "skipped" } as const) : undefined);
    return { number: index + 1, source: text, rendered, ...(own ? { did: own } : {}) };
  });
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
