import { type ChildProcess, type StdioOptions, spawn, spawnSync } from "node:child_process";

/** Ends a process with everything that it started: as its process group, or on Windows as a tree. */
export function endTree(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    else process.kill(-child.pid, signal);
  } catch {
    child.kill(signal); // the group is gone already, or was never one
  }
}

export interface SpawnOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  stdio: StdioOptions;
}

/** Starts a process in a group of its own, so that `endTree` reaches what it starts. */
export function spawnTree(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(command, args, { ...options, detached: process.platform !== "win32", windowsHide: true });
}
