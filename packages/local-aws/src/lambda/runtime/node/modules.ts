import { mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The modules of AWS's Node.js runtimes; a function finds those of DynamoDB, and what else is installed. */
const provided = ["@aws-sdk", "@smithy"];

/**
 * Prepares `folder` for functions' code: next to it a `node_modules` with only links to the AWS SDK, and a
 * package.json that keeps Node from reading this project's own (which says that .js files are ES modules).
 */
export function prepareModules({ folder, nodeModulesDir }: { folder: string; nodeModulesDir: string }): void {
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  writeFileSync(path.join(folder, "package.json"), "{}\n");
  for (const scope of provided)
    link(path.join(nodeModulesDir, scope), path.join(folder, "node_modules", scope));
}

function link(target: string, name: string): void {
  if (linkOf(name) === target) return;
  rmSync(name, { force: true, recursive: true });
  try {
    symlinkSync(target, name, process.platform === "win32" ? "junction" : "dir");
  } catch (error) {
    // Another cloud on the same data folder created it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function linkOf(name: string): string | undefined {
  try {
    return readlinkSync(name);
  } catch {
    return undefined;
  }
}
