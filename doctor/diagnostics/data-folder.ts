import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import type { Finding } from "../finding.ts";

/** Whether the data folder is writable, which only a write can show. */
export async function dataFolderWritable(folder: string): Promise<Finding> {
  const probe = path.join(folder, `doctor-${process.pid}`);
  try {
    makeFolder(folder);
    await writeFile(probe, "");
    await rm(probe);
    return { title: "data folder", status: "ok", seen: folder };
  } catch (error) {
    return {
      title: "data folder",
      status: "lacking",
      seen: `${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      toDo: ["Make it writable, or choose another folder with LOCAL_DATA."],
    };
  }
}
