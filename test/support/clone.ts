import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { openShell, type Shell } from "./shell.ts";
import { scope } from "./sources.ts";

/** A clone of the project whose files a test may change, and a shell in it. */
export interface Clone extends Shell {
  folder: string;
}

const notCopied = new Set(["node_modules", ".git", ".local", "test", "coverage", "tutorial.config.json"]);

/** Copies the project in its current state. Third-party packages are shared; ours are the copies. */
export function openClone(env: NodeJS.ProcessEnv = {}): Clone {
  const folder = mkdtempSync(path.join(os.tmpdir(), "clone-"));
  cpSync(projectFolder, folder, {
    recursive: true,
    filter: (source) => !notCopied.has(path.relative(projectFolder, source)),
  });
  linkPackages(folder);
  const shell = openShell(env, { cwd: folder });
  return {
    ...shell,
    folder,
    async close() {
      await shell.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Links packages as npm's workspaces do: third-party packages, and the clone's own packages. */
function linkPackages(folder: string): void {
  const installed = path.join(projectFolder, "node_modules");
  const own = scope.replace("/", "");
  const modules = path.join(folder, "node_modules");
  mkdirSync(path.join(modules, own), { recursive: true });
  for (const name of readdirSync(installed))
    if (name !== own && !name.startsWith("."))
      symlinkSync(path.join(installed, name), path.join(modules, name), "junction");
  for (const name of readdirSync(path.join(folder, "packages")))
    symlinkSync(path.join(folder, "packages", name), path.join(modules, own, name), "junction");
}
