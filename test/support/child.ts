import {
  type ChildProcess,
  execFileSync,
  type SpawnOptions,
  type StdioOptions,
  spawn,
  spawnSync,
} from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

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
      // it ended by itself
    }
  }
}

/** Everything that a process started, and what those started. Nothing on Windows. */
export function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of parents()) children.set(parent, [...(children.get(parent) ?? []), child]);
  const found: number[] = [];
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const own = children.get(next) ?? [];
    found.push(...own);
    open.push(...own);
  }
  return found;
}

/** Each process with its parent. Linux tells it in /proc (small images have no `ps`), macOS through `ps`. */
function parents(): [number, number][] {
  if (process.platform === "win32") return [];
  if (process.platform === "linux")
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? parentOf(Number(name)) : []));
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
}

function parentOf(pid: number): [number, number][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2);
    return [[pid, Number(afterName.split(" ")[1])]];
  } catch {
    return []; // it ended in this moment
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
