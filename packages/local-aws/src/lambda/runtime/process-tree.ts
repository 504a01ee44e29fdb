import { spawn } from "node:child_process";
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
  for (const each of [-pid, ...descendantsOf(pid)]) {
    try {
      process.kill(each, "SIGKILL");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ESRCH" && code !== "EPERM") throw error; // already ended; macOS reports EPERM for a process that is just ending
    }
  }
}
