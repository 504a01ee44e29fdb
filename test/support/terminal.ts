import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { pythonWith } from "@long-running-api/test-support/programs";
import type { TestContext } from "vitest";
import type { Running, Shell } from "./shell.ts";

/** Keys to type once a text has been shown, or the terminal to close then. */
export type Typed = { until: string } & ({ type: string } | { close: true });

export interface Shown {
  code: number | null;
  /** As it came, with its cursor and colour codes. */
  raw: string;
  /** Without them. */
  text: string;
}

/** The requirement of a pseudo-terminal: Python has one everywhere except on Windows. */
const terminalProgram =
  process.platform === "win32" ? { why: "Windows has no pseudo-terminal for tests" } : pythonWith(["pty"]);

/** Skips a test without one. */
export function needsTerminal({ skip }: TestContext): void {
  skip(terminalProgram.why !== undefined, terminalProgram.why);
}

/** Runs a command in a pseudo-terminal and types into it; `meanwhile` may do something else once a text is shown. */
export async function inTerminal(
  shell: Shell,
  command: readonly string[],
  script: readonly Typed[],
  secondsMax = 60,
  meanwhile: (terminal: Pick<Running, "until">) => Promise<void> = async () => {},
): Promise<Shown> {
  const driver = fileURLToPath(new URL("terminal.py", import.meta.url));
  const terminal = shell.startProgram(
    terminalProgram.command ?? "",
    [driver, String(secondsMax), ...command],
    {
      input: script.map((line) => JSON.stringify(line)).join("\n"),
      env: { TERM: "xterm-256color" },
      secondsMax: secondsMax + 10,
    },
  );
  const [{ code, stdout }] = await Promise.all([terminal.ended, meanwhile(terminal)]);
  return { code, raw: stdout, text: stripVTControlCharacters(stdout).replaceAll("\r", "") };
}
