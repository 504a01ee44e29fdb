import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { openShell, type Shell } from "./shell.ts";

/** A clone of the project whose files a test may change, and a shell in it. */
export interface Clone extends Shell {
  folder: string;
}

const notCopied = new Set(["node_modules", ".git", ".local", "test", "coverage", "tutorial.config.json"]);

/** Copies the project as it stands; the packages are shared. */
export function openClone(env: NodeJS.ProcessEnv = {}): Clone {
  const folder = mkdtempSync(path.join(os.tmpdir(), "clone-"));
  cpSync(projectFolder, folder, {
    recursive: true,
    filter: (source) => !notCopied.has(path.relative(projectFolder, source)),
  });
  symlinkSync(path.join(projectFolder, "node_modules"), path.join(folder, "node_modules"), "junction");
  const shell = openShell(env, folder);
  return {
    ...shell,
    folder,
    async close() {
      await shell.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
