import path from "node:path";
import { workFolder } from "../project-folder.ts";

/** The data folder of the embedded cloud: LOCAL_DATA, else `.local` in the project. */
export function dataFolder(option?: string): string {
  return path.resolve(option ?? (process.env["LOCAL_DATA"] || path.join(workFolder, ".local")));
}
