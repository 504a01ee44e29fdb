import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Finding } from "../finding.ts";

/** Whether node_modules has the versions in package.json: a pull may have changed them. */
export async function packages(projectFolder: string): Promise<Finding> {
  const { dependencies = {} } = await readJson(path.join(projectFolder, "package.json"));
  const require = createRequire(path.join(projectFolder, "package.json"));
  const wrong: string[] = [];
  for (const [name, wanted] of Object.entries(dependencies)) {
    const found = await versionOf(require, name);
    if (found !== wanted) wrong.push(`${name} ${found ?? "missing"} (wanted ${wanted})`);
  }
  const count = Object.keys(dependencies).length;
  if (wrong.length === 0) return { title: "packages", status: "ok", seen: `${count}, as in package.json` };
  return { title: "packages", status: "lacking", seen: wrong.join(", "), toDo: ["npm ci"] };
}

interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
}

async function readJson(file: string): Promise<Manifest> {
  return JSON.parse(await readFile(file, "utf8")) as Manifest;
}

/** Looked for as Node does: in a clone's node_modules, or beside the installed package. */
async function versionOf(require: NodeJS.Require, name: string): Promise<string | undefined> {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return (await readJson(path.join(folder, name, "package.json"))).version?.replace(/^v/, "");
    } catch {
      // not in this folder
    }
  }
  return undefined;
}
