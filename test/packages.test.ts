import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { afterAll, describe, expect, test } from "vitest";
import { blocksOf } from "./support/documents.ts";
import { openShell } from "./support/shell.ts";

// The AWS SDK's warning on Node 20 is not an example's fault.
const shell = openShell({ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" });
/** Node finds our packages from here, as a program beside them would. */
const folder = path.join(projectFolder, "node_modules", ".cache", `readmes-${process.pid}`);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shell.close();
});

/** Of all packages except test-support, which is for tests only. */
const readmes = readdirSync(path.join(projectFolder, "packages"))
  .filter((name) => name !== "test-support")
  .map((name) => `packages/${name}/README.md`);

describe.each(readmes)("%s", (file) => {
  test("its first example is a whole program that runs", async () => {
    const [example = ""] = blocksOf(file, "ts");
    expect(example, "asserts what it shows").toContain('from "node:assert/strict"');
    const program = path.join(folder, `${path.basename(path.dirname(file))}.mts`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(program, example);
    expect(await shell.run([program])).toMatchObject({ code: 0, stderr: "" });
  });

  test("it says what the package does not do", () => {
    expect(readFileSync(path.join(projectFolder, file), "utf8")).toMatch(/^## What it does not do$/m);
  });
});
