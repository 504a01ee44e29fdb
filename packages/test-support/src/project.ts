import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this project. */
export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** The file of a package's command, to be started with this Node: no shell, no `.cmd`, the same on every system. */
export function binOf(packageName: string, command = packageName): string {
  const folder = path.join(projectFolder, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === "string" ? bin : bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}.`);
  return path.join(folder, file);
}
