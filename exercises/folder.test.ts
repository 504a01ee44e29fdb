import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { hasSmallDisk, openSmallDisk } from "@long-running-api/test-support/small-disk";
import { expect, test } from "vitest";
import { exercises } from "./all.ts";
import { layOut, openFolder, resetFile } from "./folder.ts";

test.skipIf(!hasSmallDisk)(
  "a full disk leaves no empty file in which a learner would look for the starter",
  () => {
    const [key] = exercises;
    const disk = openSmallDisk();
    if (!disk || !key) throw new Error("There is no exercise, or no disk.");
    try {
      const folder = openFolder(path.join(disk.folder, "mine"), "node");
      const file = path.join(folder.path, "table.json");
      layOut(folder, key);
      const starter = readFileSync(file, "utf8");
      const free = disk.fill();
      expect(() => resetFile(folder, key)).toThrow("cannot be read or written");
      expect(existsSync(file)).toBe(false);
      expect(readFileSync(`${file}.bak`, "utf8")).toBe(starter);
      free();
      layOut(folder, key);
      expect(readFileSync(file, "utf8")).toBe(starter);
    } finally {
      disk.close();
    }
  },
);
