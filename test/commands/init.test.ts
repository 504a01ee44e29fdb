import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openShell, type Shell } from "../support/shell.ts";

let shell: Shell;

beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.close());

const init = (name: string) => shell.run(["release/init", path.join(shell.dataFolder, name)]);

test("init makes a folder, and refuses one with files in it", async () => {
  expect(await init("lab")).toMatchObject({ code: 0, stdout: expect.stringContaining("lab && npx") });
  expect(readFileSync(path.join(shell.dataFolder, "lab", "README.md"), "utf8")).toContain("# My lab");
  expect(await init("lab")).toMatchObject({ code: 2, stderr: expect.stringContaining("is not empty") });
});

test("a folder that cannot be created is explained, and is not a bug", async () => {
  writeFileSync(path.join(shell.dataFolder, "note.txt"), "");
  for (const name of ["note.txt", "note.txt/lab"])
    expect(await init(name)).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot be created") });
});

test("a name that a shell would read otherwise is not printed as a command", async () => {
  const { stdout } = await init("my $(lab)");
  expect(stdout).toContain("Next, in that folder: npx");
  expect(stdout).not.toContain("cd ");
});
