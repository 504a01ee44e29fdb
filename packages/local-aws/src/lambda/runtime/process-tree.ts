import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { descendantsOf } from "@long-running-api/foundation/process";

/**
 * Ends a process and its descendants at once: its process group and those that left the group (`setsid`), or on Windows
 * its tree.
 */
export function killTree(pid: number): void {
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  for (const each of [-pid, ...descendantsOf(pid)]) kill(each);
}

/** Ends what is left of a process that has ended: its group only, since what left the group is no descendant any more. */
export function killRest(pid: number): void {
  if (process.platform === "win32") killTree(pid);
  else kill(-pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ESRCH" && code !== "EPERM") throw error; // already ended; macOS reports EPERM for a process that is just ending
  }
}

/**
 * Ends the processes that functions left behind. A process that was forked twice has lost its parent, but it inherited
 * a variable with its function's code folder in `workDir`. Linux only: macOS and
 * Windows do not show the variables of a process.
 */
export function killLeftovers(workDir: string): void {
  if (process.platform !== "linux") return;
  const mark = `LAMBDA_TASK_ROOT=${workDir}${path.sep}`;
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (
      !Number.isInteger(pid) ||
      pid === process.pid ||
      !variablesOf(pid).some((each) => each.startsWith(mark))
    )
      continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it has just ended
    }
  }
}

function variablesOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return []; // ended, or another user's
  }
}
