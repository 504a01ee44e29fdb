import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Finding } from "../finding.ts";

const majorMin = 21;
const secondsMax = 10;
const linuxFolder = "/usr/lib/jvm";

/** Java: only for who runs the Conductor OSS server on this machine. */
export async function java(): Promise<Finding> {
  const title = "Java";
  const found = new Map<string, number>();
  for (const command of await candidates()) {
    const major = await majorOf(command);
    if (major === undefined) continue;
    if (major >= majorMin) return { title, status: "ok", seen: `${major} (${command})` };
    found.set(command, major);
  }
  const seen = [...found].map(([command, major]) => `${major} (${command})`).join(", ") || "not found";
  return {
    title,
    status: "note",
    seen,
    toDo: [
      `Only to run the Conductor OSS server on this machine: install Java ${majorMin} or later, or set JAVA_HOME to one.`,
    ],
  };
}

async function candidates(): Promise<string[]> {
  const homes = await readdir(linuxFolder).catch(() => []);
  const own = process.env["JAVA_HOME"];
  const folders = [...(own ? [own] : []), ...homes.map((home) => path.join(linuxFolder, home))];
  const commands = folders.map((folder) => path.join(folder, "bin", "java"));
  return ["java", ...commands.filter((command) => existsSync(command))];
}

function majorOf(command: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile(
      command,
      ["-version"],
      { timeout: secondsMax * 1_000, windowsHide: true },
      (error, _, stderr) => {
        const major = error ? undefined : /version "(\d+)/.exec(stderr)?.[1];
        resolve(major === undefined ? undefined : Number(major));
      },
    );
  });
}
