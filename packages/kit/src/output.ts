import { stringifyJson } from "@long-running-api/conductor/json";
import picocolors from "picocolors";

/** Loaded only for a terminal: loading it takes a tenth of the time of `--help`. */
const terminalText =
  process.stdout.isTTY || process.stderr.isTTY ? await import("./terminal-text.ts") : undefined;

export type Colors = Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", (text: string) => string>;

/** The output of a command. With `--json`, messages go to stderr and stdout carries one document. */
export interface Output {
  colors: Colors;
  /** Whether messages go to a terminal: only then does the command prompt. */
  terminal: boolean;
  /** Whether that terminal understands cursor codes: only then does the command redraw lines. */
  redraws: boolean;
  stream: NodeJS.WriteStream;
  /**
   * Prints a line; a terminal gets it wrapped between words, unless it is to be copied as a whole. `wide` uses all of a
   * wide terminal, for what is not read line by line.
   */
  say(line?: string, layout?: { whole?: boolean; wide?: boolean }): void;
  /** Prints the one document of `--json`; does nothing without that option. */
  document(value: unknown): void;
}

export interface OutputOptions {
  json?: boolean | undefined;
  color?: boolean | undefined;
}

/** Color only on a terminal; --color and --no-color override that, and NO_COLOR overrides both. */
export function createOutput({ json = false, color }: OutputOptions): Output {
  const stream = json ? process.stderr : process.stdout;
  const noColor = (process.env["NO_COLOR"] ?? "") !== "";
  const redraws = canRedraw(stream);
  const colored = !noColor && (color ?? redraws);
  return {
    colors: picocolors.createColors(colored),
    terminal: stream.isTTY === true,
    redraws,
    stream,
    say: (line = "", { whole = false, wide = false } = {}) =>
      void stream.write(`${whole ? line : wrapFor(stream, line, wide).join("\n")}\n`),
    document: (value) => {
      if (json) process.stdout.write(`${stringifyJson(value, 2)}\n`);
    },
  };
}

/** An output that prints nothing: for steps that a command takes on its own account. */
export function silentOutput(): Output {
  return {
    ...createOutput({ color: false }),
    terminal: false,
    redraws: false,
    say: () => {},
    document: () => {},
  };
}

/** Whether a stream is a terminal that understands cursor codes; one that calls itself dumb, as in Emacs, does not. */
export function canRedraw({ isTTY }: Pick<NodeJS.WriteStream, "isTTY">): boolean {
  return isTTY === true && process.env["TERM"] !== "dumb";
}

/** Longer lines are hard to read, on however wide a terminal. */
const readableColumns = 120;

/** A text as lines that fit the stream, if that is a terminal; its last column stays free. */
export function wrapFor(
  { isTTY, columns }: Pick<NodeJS.WriteStream, "isTTY" | "columns">,
  text: string,
  wide = false,
): string[] {
  const lines = text.split("\n");
  const fit = (columns || 80) - 1;
  if (!isTTY || !terminalText) return lines;
  return terminalText.wrapWords(lines, wide ? fit : Math.min(fit, readableColumns));
}
