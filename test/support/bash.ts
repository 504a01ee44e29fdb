import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { builtFolder, typedArguments } from "./commands/built.ts";
import { blocksIn } from "./documents.ts";
import type { Ran, Shell } from "./shell.ts";

/** What a reader who copies the `bash` blocks of some documents into one terminal would see. */
export interface Copied {
  ran: Ran;
  /** What the blocks of a document printed. */
  printedBy(file: string): string;
}

/** It starts a command sooner than npx does. A check that fails is not a failure of the document. */
function npx(built: string | undefined): string {
  const node = (...words: readonly string[]) =>
    [process.execPath, ...words].map((word) => `"${word}"`).join(" ");
  const typed = `${node(...typedArguments([]))} "$@"`;
  const start = `if [ -e "${built}/$1.mjs" ]; then ${node(`${built}/start.mjs`)} "$@"; else ${typed}; fi`;
  return `#!/bin/sh
shift
${built === undefined ? typed : start}
code=$?
case "$1:$code" in checks*:1) exit 0 ;; *) exit $code ;; esac
`;
}

/** Runs the `bash` blocks of these documents as they stand, one after the other, up to the first that fails. */
export async function copyIntoBash(
  shell: Shell,
  files: readonly string[],
  { asTyped = false, secondsMax }: { asTyped?: boolean; secondsMax: number },
): Promise<Copied> {
  const bin = path.join(shell.dataFolder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, "npx"), npx(asTyped ? undefined : builtFolder()));
  chmodSync(path.join(bin, "npx"), 0o755);
  const script = files.map((file) => `\necho '${markOf(file)}'\n${bashOf(file)}`).join("");
  const PATH = `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`;
  const ran = await shell.runProgram("bash", ["-euo", "pipefail", "-c", script], {
    env: { PATH },
    secondsMax,
  });
  return {
    ran,
    printedBy: (file) => ran.stdout.split(`${markOf(file)}\n`)[1]?.split("\n== ")[0] ?? "",
  };
}

function bashOf(file: string): string {
  return blocksIn(file)
    .flatMap(({ info, body }) => (info === "bash" ? [body] : []))
    .join("");
}

function markOf(file: string): string {
  return `== ${file}`;
}

/** The lines that a document shows after its `bash` blocks. */
export function shownBy(file: string): string[] {
  return blocksIn(file).flatMap(({ info, body }) => (info === "text" ? body.trimEnd().split("\n") : []));
}

/** The first line that was not printed, after those before it; blanks do not count, and `…` is anything. */
export function firstMissing(shown: readonly string[], printed: string): string | undefined {
  const lines = printed.split("\n").map(squeezed);
  let from = 0;
  for (const line of shown) {
    const parts = line.split("…").map(squeezed);
    const found = lines.findIndex((each, index) => index >= from && holds(each, parts));
    if (found < 0) return line;
    from = found + 1;
  }
  return undefined;
}

function holds(line: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = line.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
