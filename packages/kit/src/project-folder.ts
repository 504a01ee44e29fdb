import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this project, wherever a command is started from. */
export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
