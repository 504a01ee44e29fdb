import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Problem, problemLines } from "@long-running-api/foundation/problem";
import { hungUp, interrupted, runCleanups } from "./interrupt.ts";
import { isDiskFull } from "./local-cloud/files.ts";
import { wrapFor } from "./output.ts";

/** Runs a command with its arguments; returns the exit code, undefined meaning 0. */
export type Command = (argv: string[]) => Promise<number | undefined> | Promise<void>;

const exitCodes = { problem: 2, bug: 70 } as const;
const nodeMinimum = [20, 19] as const;

/**
 * Runs `run` when the calling file is the one that was started, so that every command can also be
 * imported. Problems are printed without a stack; a bug in this project crashes with exit code 70.
 */
export async function main(meta: ImportMeta, run: Command): Promise<void> {
  if (!isEntryPoint(meta)) return;
  exitOnClosedOutput();
  let code: number;
  try {
    requireNode();
    code = (await Promise.race([run(process.argv.slice(2)), interrupted])) ?? 0;
  } catch (error) {
    code = report(error);
  }
  await runCleanups();
  await leave(code);
}

/** Prints an error on stderr; returns the exit code. */
function report(thrown: unknown): number {
  const error = isDiskFull(thrown) ? diskFull(thrown) : thrown;
  if (error instanceof Problem) {
    for (const line of problemLines(error)) console.error(wrapFor(process.stderr, line).join("\n"));
    return error.exitCode;
  }
  console.error("This is a bug in this project, not your mistake. Please report it with the lines below.");
  console.error(error);
  return exitCodes.bug;
}

function diskFull({ message }: Error): Problem {
  return new Problem(
    "The disk is full.",
    { seen: message },
    "Free some space, or choose another data folder with LOCAL_DATA.",
  );
}

/** Ends by the signal, as programs do when their terminal closes: on a normal exit Node would abort, since it cannot reset the terminal. */
function endHungUp(): void {
  process.removeAllListeners("SIGHUP");
  process.kill(process.pid, "SIGHUP");
}

/** Exits once stdout and stderr are flushed: a pipe would lose the rest. */
async function leave(code: number): Promise<void> {
  if (code === hungUp) return endHungUp();
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => {
      if (stream.destroyed) resolve();
      else stream.write("", () => resolve());
    });
  }
  process.exit(code);
}

/**
 * `npx tsx checks | head` closes our stdout: that is a normal end, not a failure. A terminal that was closed (EIO) is an
 * interrupt, and a log on a full disk a problem. What is written afterwards is lost.
 */
function exitOnClosedOutput(): void {
  let leaving = false;
  const onError = (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO" && !isDiskFull(error)) throw error;
    if (leaving) return;
    leaving = true;
    void runCleanups().finally(() => {
      if (error.code === "EIO") endHungUp();
      else process.exit(error.code === "EPIPE" ? 0 : exitCodes.problem);
    });
  };
  process.stdout.on("error", onError);
  process.stderr.on("error", onError);
}

/** tsx accepts a folder or a path without its extension as well as a file. */
function isEntryPoint(meta: ImportMeta): boolean {
  const started = process.argv[1];
  if (started === undefined) return false;
  const own = fileURLToPath(meta.url);
  return [started, `${started}.ts`, path.join(started, "index.ts")].some((name) => real(name) === real(own));
}

function real(name: string): string {
  try {
    return realpathSync(name);
  } catch {
    return path.resolve(name);
  }
}

function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > nodeMinimum[0] || (major === nodeMinimum[0] && minor >= nodeMinimum[1])) return;
  throw new Problem(
    "This version of Node is too old.",
    { found: process.versions.node, needed: `${nodeMinimum.join(".")} or later` },
    "Install a current Node from https://nodejs.org, then run the command again.",
  );
}
