import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Names the folder for the commands that a test run builds once; undefined outside of such a run. */
export const builtVariable = "VITEST_COMMANDS";

/** Names the clone whose files built commands use; undefined for this one. */
export const cloneVariable = "TEST_CLONE";

/** The program of a process that runs faults; it is built with the commands. */
export const faultWorker = "test/support/fault-runs/worker";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/**
 * Node's arguments that start a command of the clone as `npx tsx` does, built once a run: tsx spends half a second
 * of processor time in each process. What a reader types first is run by tsx in tutorial.test.ts and documents.test.ts.
 */
export function builtArguments(words: readonly string[]): string[] {
  const folder = builtFolder();
  const [command = ""] = words;
  if (folder === undefined || !existsSync(path.join(folder, `${command}.mjs`))) return typedArguments(words);
  return [path.join(folder, "start.mjs"), ...words];
}

/** Where a run's commands are, and `start.mjs`, which starts one of them by name; undefined outside of a run. */
export function builtFolder(): string | undefined {
  const folder = process.env[builtVariable];
  if (folder !== undefined && !existsSync(folder)) buildOnce(folder);
  return folder;
}

/** Node's arguments that run what `npx tsx` runs. */
export function typedArguments(words: readonly string[]): string[] {
  return ["--import", tsx, ...words];
}

/** One file of tests builds them; others that need them at the same time wait. */
function buildOnce(folder: string): void {
  const lock = `${folder}.lock`;
  const latest = Date.now() + 60_000; // a builder that was killed leaves its lock
  while (!existsSync(folder)) {
    if (!isTaken(lock) || Date.now() > latest) return build(folder, lock);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

/** Whether another process has the lock; takes it if not. */
function isTaken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return false;
  } catch {
    return true;
  }
}

function build(folder: string, lock: string): void {
  const script = fileURLToPath(new URL("build.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, typedArguments([script, folder]), {
    encoding: "utf8",
  });
  rmSync(lock, { recursive: true, force: true });
  if (status !== 0) throw new Error(`The commands cannot be built:\n${stderr}`);
}
