import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "./node-package.ts";

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

const importing = /(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

/** Our own files that a file imports, at its head or later, as paths from the top. */
export function importsOf({ file, text }: Source): string[] {
  return [...text.matchAll(importing)].map(([, target = ""]) =>
    path.posix.join(path.posix.dirname(file), target),
  );
}
