import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { ensurePython } from "./runtime/index.ts";

const dataDir = mkdtempSync(path.join(tmpdir(), "python-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** A `python3` that reports its own properties. */
function fakePython(folder: string, boto3: string | null): string {
  const file = path.join(dataDir, folder, "python3");
  mkdirSync(path.dirname(file), { recursive: true });
  const answer = JSON.stringify({ executable: file, version: "3.13.0", boto3, userBase: "/u" });
  writeFileSync(file, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(file, 0o755);
  return file;
}

it("tries TUTORIAL_PYTHON, then the private environment, then PATH, and skips a Python without boto3", async () => {
  const onPath = fakePython("path", "1.40.0");
  const env: NodeJS.ProcessEnv = { PATH: path.dirname(onPath) };
  expect(await ensurePython({ dataDir, env })).toMatchObject({ executable: onPath, boto3: "1.40.0" });
  const own = fakePython(path.join("python", "bin"), "1.41.0");
  expect(await ensurePython({ dataDir, env })).toMatchObject({ executable: own });
  const named = fakePython("named", "1.42.0");
  expect(await ensurePython({ dataDir, env: { ...env, TUTORIAL_PYTHON: named } })).toMatchObject({
    executable: named,
  });
  const bare = fakePython("bare", null);
  expect(await ensurePython({ dataDir, env: { ...env, TUTORIAL_PYTHON: bare } })).toMatchObject({
    executable: own,
  });
});

it("reports what is missing and the command that installs it", async () => {
  const bare = fakePython("alone", null);
  const nowhere = path.join(dataDir, "nowhere");
  expect(await ensurePython({ dataDir: nowhere, env: { PATH: path.dirname(bare) } })).toMatchObject({
    missing: "boto3",
    next: [
      `${bare} -m venv ${path.join(nowhere, "python")} && ${path.join(nowhere, "python", "bin", "python3")} -m pip install boto3`,
      expect.any(String),
    ],
  });
  expect(await ensurePython({ dataDir: nowhere, env: { PATH: nowhere } })).toMatchObject({
    missing: "python3",
    next: [expect.stringContaining("Install Python 3"), expect.any(String)],
  });
});
