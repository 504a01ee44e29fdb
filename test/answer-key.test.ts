import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";

const read = (file: string) =>
  readFileSync(path.join(projectFolder, file), "utf8").replaceAll("\r\n", "\n").trimEnd();

test.each(["post-request", "post-response", "get-request", "get-response"])(
  "the answer key's %s.vtl is the one that step 3 makes",
  (name) => {
    expect(read(`checks/reference/${name}.vtl`)).toBe(read(`steps/03-api/${name}.vtl`));
  },
);
