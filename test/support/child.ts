import {
  type ChildProcess,
  type SpawnOptions,
  type StdioOptions,
  spawn,
  spawnSync,
} from "node:child_process";
import { descendantsOf } from "@long-running-api/foundation/process";

/** Ends a process with everything that it started, also what was given a process group of its own. */
export function endTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"]);
    return;
  }
  for (const each of [...descendantsOf(pid), -pid]) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // it has already ended
    }
  }
}

export interface SpawnTreeOptions extends Pick<SpawnOptions, "env"> {
  cwd: string;
  stdio: StdioOptions;
}

/** Starts a process in a group of its own, so that a signal can be sent to it and to what it starts. */
export function spawnTree(command: string, args: readonly string[], options: SpawnTreeOptions): ChildProcess {
  return spawn(command, args, { ...options, detached: process.platform !== "win32", windowsHide: true });
}
