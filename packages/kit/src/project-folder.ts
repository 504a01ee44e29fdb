import path from "node:path";
import { fileURLToPath } from "node:url";

/** The root folder of this project, independent of the working directory. */
export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
