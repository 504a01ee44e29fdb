import path from "node:path";
import { fileURLToPath } from "node:url";

/** The data folder of the embedded cloud: LOCAL_DATA, else `.local` in the project. */
export function dataFolder(option?: string): string {
  const projectFolder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  return path.resolve(option ?? (process.env["LOCAL_DATA"] || path.join(projectFolder, ".local")));
}
