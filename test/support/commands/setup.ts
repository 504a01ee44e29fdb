import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { isAlive } from "@long-running-api/foundation/process";
import { projectFolder } from "@long-running-api/test-support/project";
import type { TestProject } from "vitest/node";
import { builtVariable } from "./built.ts";

/** Names the folder for a run's commands. Not while Vitest watches: a changed source would not be built again. */
export function setup(project: TestProject): (() => void) | undefined {
  if (project.config.watch) return undefined;
  const parent = path.join(projectFolder, "node_modules", ".cache", "test-commands"); // packages are found from there
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent))
    if (!isAlive(Number.parseInt(name, 10))) remove(path.join(parent, name)); // of a run that was killed
  const folder = path.join(parent, String(process.pid));
  process.env[builtVariable] = folder;
  return () => remove(folder);
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
