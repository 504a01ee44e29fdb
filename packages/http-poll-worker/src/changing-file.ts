import { readFile, stat } from "node:fs/promises";

/** Reads files that something else rotates: again when they have changed, and only then. */
export function createFileReader(): (name: string) => Promise<string> {
  const contents = new Map<string, { version: string; text: string }>();
  return async (name) => {
    const { mtimeMs, size, ino } = await stat(name);
    const version = `${mtimeMs} ${size} ${ino}`;
    const known = contents.get(name);
    if (known?.version === version) return known.text;
    const text = await readFile(name, "utf8");
    contents.set(name, { version, text });
    return text;
  };
}
