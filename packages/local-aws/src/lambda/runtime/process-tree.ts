import { spawn } from "node:child_process";
import { descendantsOf } from "@long-running-api/foundation/process";

/**
 * Ends a process and all that it started, at once: its process group with what left the group (`setsid`), or on Windows
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
      if (code !== "ESRCH" && code !== "EPERM") throw error; // gone already; macOS says EPERM of what is just going
    }
  }
}
