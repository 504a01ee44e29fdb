import { stringifyJson } from "@long-running-api/conductor/json";
import picocolors from "picocolors";

export type Colors = Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", (text: string) => string>;

/** A command's output. With `--json`, text goes to stderr, and stdout gets one document. */
export interface Output {
  colors: Colors;
  /** Whether text goes to a terminal: only then are there prompts and redrawn lines. */
  terminal: boolean;
  stream: NodeJS.WriteStream;
  say(line?: string): void;
  /** The one document of `--json`; without it, nothing. */
  document(value: unknown): void;
}

export interface OutputOptions {
  json?: boolean | undefined;
  color?: boolean | undefined;
}

/** Colour only on a terminal; --color and --no-color override that, NO_COLOR wins over all. */
export function createOutput({ json = false, color }: OutputOptions): Output {
  const stream = json ? process.stderr : process.stdout;
  const noColor = (process.env["NO_COLOR"] ?? "") !== "";
  const colored = !noColor && (color ?? (stream.isTTY === true && process.env["TERM"] !== "dumb"));
  return {
    colors: picocolors.createColors(colored),
    terminal: stream.isTTY === true,
    stream,
    say: (line = "") => void stream.write(`${line}\n`),
    document: (value) => {
      if (json) process.stdout.write(`${stringifyJson(value, 2)}\n`);
    },
  };
}
