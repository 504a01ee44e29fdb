import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "./project.ts";

/** The path of a file of recorded behaviour; test/vectors/README.md explains each. */
export function vectorFile(name: string): string {
  return path.join(projectFolder, "test", "vectors", name);
}

/** A file of recorded behaviour, as it was written. */
export function readVectorFile(name: string): string {
  return readFileSync(vectorFile(name), "utf8");
}
