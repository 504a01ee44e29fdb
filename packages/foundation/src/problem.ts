/**
 * An error that the user can fix: what is wrong, what was observed, what to do.
 * `kit/main.ts` prints it without a stack and ends with `exitCode`.
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly seen: Readonly<Record<string, string>>;
  readonly next: readonly string[];
  readonly exitCode: 1 | 2;

  /**
   * @param what what is wrong, as one sentence
   * @param seen what was observed, by label
   * @param next what to do: a command or a sentence, or several
   * @param exitCode 2 (could not run), or 1 if the command's table of exit codes has it
   */
  constructor(
    what: string,
    seen: Readonly<Record<string, string>> = {},
    next: string | readonly string[] = [],
    exitCode: 1 | 2 = 2,
  ) {
    super(what);
    this.seen = seen;
    this.next = typeof next === "string" ? [next] : next;
    this.exitCode = exitCode;
  }
}

/** A problem as lines of text, its labels in a column. */
export function problemLines(problem: Problem): string[] {
  const labels = Object.keys(problem.seen);
  const width = Math.max(5, ...labels.map((label) => label.length));
  return [
    problem.message,
    ...labels.map((label) => `  ${label.padEnd(width)}  ${problem.seen[label] ?? ""}`),
    ...problem.next.map((step, index) => `  ${(index === 0 ? "to do" : "").padEnd(width)}  ${step}`),
  ];
}
