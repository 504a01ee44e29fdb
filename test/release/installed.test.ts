import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "@long-running-api/test-support/project";
import { afterAll, beforeAll, expect, test } from "vitest";

// The packages as npm would publish them, installed into an empty folder: nothing of the clone is in reach.

const run = promisify(execFile);
const tarballs = path.join(projectFolder, "dist", "tarballs");
const minutes = 60_000;
let folder: string;
let lab: string;

beforeAll(async () => {
  await run(process.execPath, ["--import", "tsx", "release/pack.ts"], { cwd: projectFolder });
  folder = mkdtempSync(path.join(tmpdir(), "installed-"));
  lab = path.join(folder, "lab");
  await install(folder, readdirSync(tarballs));
}, 10 * minutes);

afterAll(async () => {
  if (lab) await companion(["local", "stop"]).catch(() => {}); // none runs, if a test failed before
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, minutes);

/** Installs tarballs of ours; what they need comes from npm's cache, where `npm ci` has put it. */
async function install(into: string, files: readonly string[]): Promise<void> {
  writeFileSync(path.join(into, "package.json"), "{}");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const words = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await run(npm, [...words, ...files.map((file) => path.join(tarballs, file))], {
    cwd: into,
    shell: process.platform === "win32",
  });
}

/** Runs the package's command in the lab; rejects unless it ends with 0. */
async function companion(words: readonly string[], cwd = lab): Promise<string> {
  const bin = path.join(folder, "node_modules", "long-running-api-companion", "release", "bin.js");
  const { LOCAL_DATA: _, ...env } = process.env;
  const { stdout } = await run(process.execPath, [bin, ...words], { cwd, env, maxBuffer: 16_000_000 });
  return stdout;
}

test("init makes a folder, and the whole tutorial runs in it", { timeout: 5 * minutes }, async () => {
  expect(await companion(["init", "lab"], folder)).toContain("cd lab && npx long-running-api-companion");
  const text = await companion(["--yes"]);
  expect(text).toMatch(/The run is COMPLETED, and all \d+ checks pass/);
  expect(text).toContain("npx long-running-api-companion check 01-table");
  expect(text).not.toContain("npx tsx");
});

test("the steps in Python, and their checks", { timeout: 5 * minutes }, async () => {
  const words = ["--runtime", "python", "--processing-seconds", "1"];
  const learner = ["--learner", "ann"];
  await companion(["steps", "01-table", "02-lambda", "03-api", "04-workflow", ...words, ...learner]);
  expect(await companion(["check", "01-table", ...learner])).toContain("✔ partition-key");
});

test("an unknown command, the version and the help", async () => {
  await expect(companion(["chek"], folder)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/closest {2}check\b/),
  });
  expect(await companion(["--version"], folder)).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await companion(["worker", "--help"], folder)).toContain("npx long-running-api-companion worker");
});

test("the mapping templates by themselves", { timeout: 2 * minutes }, async () => {
  const alone = path.join(folder, "alone");
  mkdirSync(alone);
  await install(
    alone,
    readdirSync(tarballs).filter((file) => /-(api-gateway|jsonpath)-\d/.test(file)),
  );
  const script = `
    import { renderTemplate } from "@long-running-api/api-gateway/templates";
    console.log(JSON.stringify(renderTemplate({ phase: "request", template: '{"id": "$input.path("$.id")"}', body: '{"id":"7"}' })));`;
  writeFileSync(path.join(alone, "render.mjs"), script);
  const { stdout } = await run(process.execPath, ["render.mjs"], { cwd: alone });
  expect(JSON.parse(stdout)).toMatchObject({ output: '{"id": "7"}' });
});
