import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { projectFolder } from "@long-running-api/kit/project-folder";

const scope = "@long-running-api/";

/** Copies the types of one file, and all that they refer to: those of our packages become files beside them. */
export async function copyTypes(places: { compiled: string; stage: string; entry: string }): Promise<void> {
  const { compiled, stage, entry } = places;
  const copied = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (copied.has(file)) continue;
    copied.add(file);
    let text = await readFile(path.join(compiled, file), "utf8");
    for (const [specifier = ""] of text.matchAll(/(?<=\bfrom |\bimport\()"[^"]+"/g)) {
      const target = await typesOf(specifier.slice(1, -1), path.posix.dirname(file));
      if (target === undefined) continue;
      waiting.push(target);
      const relative = path.posix.relative(path.posix.dirname(file), target.replace(/\.d\.ts$/, ".js"));
      text = text.replaceAll(
        specifier,
        JSON.stringify(relative.startsWith(".") ? relative : `./${relative}`),
      );
    }
    await mkdir(path.dirname(path.join(stage, file)), { recursive: true });
    await writeFile(path.join(stage, file), text);
  }
}

/** The file of types behind an import, from the top; undefined for packages that are not ours. */
async function typesOf(specifier: string, folder: string): Promise<string | undefined> {
  if (specifier.startsWith(".")) return asTypes(path.posix.join(folder, specifier));
  if (!specifier.startsWith(scope)) return undefined;
  const [name = "", ...rest] = specifier.slice(scope.length).split("/");
  const file = path.join(projectFolder, "packages", name, "package.json");
  const { exports } = JSON.parse(await readFile(file, "utf8")) as { exports: Record<string, string> };
  const source = exports[[".", ...rest].join("/")];
  if (source === undefined) throw new Error(`${name} does not export ${specifier}`);
  return asTypes(path.posix.join("packages", name, source));
}

function asTypes(file: string): string {
  return file.replace(/(?:\.d)?\.[jt]sx?$/, ".d.ts");
}
