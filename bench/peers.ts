import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { $ } from "zx";

/** Third-party packages that we are measured against: installed once, beside the project, never as a dependency. */
export async function installed(packages: readonly string[]): Promise<string> {
  const cache = process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache");
  const name = packages.join("-").replace(/[^\w.-]/g, "-");
  const folder = path.join(cache, "long-running-api-companion", `bench-${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{"private": true}\n');
  await $({ quiet: true, cwd: folder })`npm install --no-audit --no-fund ${packages}`;
  return folder;
}
