import { spawn } from "node:child_process";

/** Ends functions' processes when this one is gone, however it went: also those that are stuck in `while (true)`. */
export interface Watchman {
  watch(pid: number): void;
  forget(pid: number): void;
  close(): void;
}

/*
 * Keeps the process groups that it is told of, and ends them when its input ends. One small program for all functions:
 * a thread in each would cost a fifth of its start.
 */
const script = `
all=
while read -r verb pid; do
  case $verb in
    watch) all="$all $pid" ;;
    forget)
      left=
      for each in $all; do [ "$each" = "$pid" ] || left="$left $each"; done
      all=$left ;;
  esac
done
for each in $all; do kill -9 "-$each"; done`;

/** Undefined on Windows, which has no process groups: there each function's process watches for itself. */
export function openWatchman(): Watchman | undefined {
  if (process.platform === "win32") return undefined;
  const child = spawn("/bin/sh", ["-c", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: {},
  });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined); // it was killed: nothing is watched any more
  child.unref();
  const say = (verb: string) => (pid: number) => void child.stdin.write(`${verb} ${pid}\n`);
  return { watch: say("watch"), forget: say("forget"), close: () => child.stdin.end() };
}
