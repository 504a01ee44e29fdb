import os from "node:os";
import path from "node:path";

/**
 * The release that is run. Before 3.30.2 a workflow definition could run code on the server (CVE-2026-58138). The
 * checksum is that of the file to which Maven Central's own .sha1 (06bd2746cba9a238101970e09c9b3e73916a77e0) belongs.
 */
export const release = {
  version: "3.32.3",
  artifact: "org.conductoross:conductor-server:3.32.3:jar:boot",
  jar: "conductor-server-3.32.3-boot.jar",
  bytes: 457_760_812,
  sha256: "6b1615a5beb82bbbfa05219d0f1b84440aa8c0bef1371662803ef5588d7d507b",
} as const;

/** Where the server is kept for all projects of this user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const parent =
    env["XDG_CACHE_HOME"] ||
    (process.platform === "win32" && env["LOCALAPPDATA"]) ||
    path.join(os.homedir(), ".cache");
  return path.join(parent, "long-running-api-companion");
}
