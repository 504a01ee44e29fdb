import { spawn } from "node:child_process";

/** Ends functions' processes when this process has ended for any reason, even those stuck in `while (true)`. */
export interface ProcessWatcher {
  watch(pid: number): void;
  forget(pid: number): void;
  close(): void;
}

/*
 * Tracks process groups and ends them when its input ends. One small program for all functions:
 * a thread in each would take a fifth of its start time.
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

/** Undefined on Windows, which has no process groups: there each function's process watches the cloud itself. */
export function openProcessWatcher(): ProcessWatcher | undefined {
  if (process.platform === "win32") return undefined;
  const child = spawn("/bin/sh", ["-c", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    env: {},
  });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined); // it was killed: nothing is watched from now on
  child.unref();
  const say = (verb: string) => (pid: number) => void child.stdin.write(`${verb} ${pid}\n`);
  return { watch: say("watch"), forget: say("forget"), close: () => child.stdin.end() };
}
