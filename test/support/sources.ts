import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";

/** One file of the project, its path from the top with `/` on every system. */
export interface Source {
  file: string;
  text: string;
}

const notOurs = new Set(["node_modules", ".git", ".local", "coverage", "vectors", "transcripts"]);

/** The project's files with these endings, in order. */
export function sources(...endings: string[]): Source[] {
  return walk("")
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => ({ file, text: readFileSync(path.join(projectFolder, file), "utf8") }));
}

function walk(folder: string): string[] {
  const entries = readdirSync(path.join(projectFolder, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : walk(file);
      return entry.isFile() ? [file] : [];
    });
}

/** The scope that our packages are named under. */
export const scope = "@long-running-api/";

const importing = /(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}\/[^"]+|@long-running-api\/[^"]+)"/g;

const importingPackage =
  /^(?:import|export)(?:\s+type)?\s*(?:\w+\s*,?\s*)?(?:\{[^}]*\}|\*\s*as\s+\w+)?\s*(?:from\s*)?"([^".][^"]*)"|\bimport\(\s*"([^".][^"]*)"/gm;

/** Our own files that a file imports, at its head or later, as paths from the top. */
export function importsOf(source: Source): string[] {
  return [...relativeImportsOf(source), ...specifiersOf(source).flatMap((each) => exportedAs(each) ?? [])];
}

/** The relative imports of a file. */
export function relativeImportsOf(source: Source): string[] {
  return specifiersOf(source)
    .filter((target) => target.startsWith("."))
    .map((target) => path.posix.join(path.posix.dirname(source.file), target));
}

/** The packages of ours that a file imports, by their names without the scope. */
export function packagesImportedBy(source: Source): string[] {
  return specifiersOf(source)
    .filter((target) => target.startsWith(scope))
    .map((target) => target.slice(scope.length).split("/")[0] ?? "");
}

/** The packages that a file imports, ours and others', by their full names. */
export function modulesImportedBy({ text }: Source): string[] {
  return [...text.matchAll(importingPackage)].flatMap(([, at = "", late = ""]) => {
    const specifier = at || late;
    const parts = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1);
    return isBuiltin(specifier) || specifier.startsWith("node:") ? [] : [parts.join("/")];
  });
}

function specifiersOf({ text }: Source): string[] {
  return [...text.matchAll(importing)].map(([, target = ""]) => target);
}

/** The file behind an import by package name, from the top; throws where the package does not export it. */
function exportedAs(specifier: string): string | undefined {
  if (!specifier.startsWith(scope)) return undefined;
  const [name = "", ...rest] = specifier.slice(scope.length).split("/");
  const file = path.join(projectFolder, "packages", name, "package.json");
  const { exports } = JSON.parse(readFileSync(file, "utf8")) as { exports: Record<string, string> };
  const target =
    exports[
      ["./", ...rest]
        .join("/")
        .replace("//", "/")
        .replace(/^\.\/$/, ".")
    ];
  if (!target) throw new Error(`${name} does not export ${specifier}.`);
  return path.posix.join("packages", name, target);
}
