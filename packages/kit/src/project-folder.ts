import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const own = fileURLToPath(import.meta.url);

/** Whether this is the compiled package, and not a clone of the project. */
export const isInstalled = own.endsWith(".js");

/** The name of the published package, and of its one command. */
export const packageName = "long-running-api-companion";

/** The folder of the commands and of the files they read: the clone, or the installed package, which has its layout. */
export const projectFolder = path.resolve(path.dirname(own), "../../..");

/** Where the learner's own files, the data and the configuration lie: the clone, or the current directory. */
export const workFolder = isInstalled ? process.cwd() : projectFolder;

/** Node's arguments that start a command of this project, e.g. `local` or `steps/05-run`. */
export function nodeArguments(command: string): string[] {
  if (isInstalled) return [path.join(projectFolder, "release", "bin.js"), ...command.split("/")];
  const tsx = createRequire(own).resolve("tsx");
  return ["--import", pathToFileURL(tsx).href, path.join(projectFolder, command, "index.ts")];
}
