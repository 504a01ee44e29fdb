import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isAlive } from "@long-running-api/foundation/process";

const lookMs = 1_000;
const ancestorsMax = 6;

/**
 * Calls `onGone` once an ancestor that started us has ended: a killed npx leaves a shell and
 * tsx behind, which do not notice. Watches our parent, and those above it as long as they are npx and tsx.
 */
export function watchParents(onGone: () => void): () => void {
  const watched = parents();
  const timer = setInterval(() => {
    if (
      watched.every(
        ({ pid, parent }) => isAlive(pid) && (parent === undefined || parentOf(pid)?.parent === parent),
      )
    )
      return;
    clearInterval(timer);
    onGone();
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

interface Ancestor {
  pid: number;
  /** Its parent, if that is ours too: the value changes when the parent is killed. */
  parent?: number | undefined;
}

function parents(): Ancestor[] {
  const chain: { pid: number; command: string }[] = [];
  let pid = process.ppid;
  while (pid > 1 && chain.length < ancestorsMax) {
    const seen = parentOf(pid);
    chain.push({ pid, command: seen?.command ?? "" });
    pid = seen?.parent ?? 0;
  }
  const launcher = chain.findLastIndex(({ command }) => /\b(npx|npm|tsx)\b/.test(command));
  const ours = chain.slice(0, Math.max(1, launcher + 1));
  return ours.map(({ pid }, index) => ({ pid, parent: ours[index + 1]?.pid }));
}

/** Linux reads /proc, macOS asks ps; on Windows only our direct parent is watched. */
function parentOf(pid: number): { parent: number; command: string } | undefined {
  try {
    if (process.platform === "win32") return undefined;
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      return { parent, command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") };
    }
    const line = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], { encoding: "utf8" }).trim();
    const [, parent = "0", command = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
