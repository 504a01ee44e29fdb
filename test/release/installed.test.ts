import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { jest } from "@long-running-api/test-support/programs";
import { binOf, projectFolder } from "@long-running-api/test-support/project";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "../support/documents.ts";

// The packages as npm would publish them, installed into an empty folder: nothing of the clone is in reach.

const run = promisify(execFile);
const minutes = 60_000;
let folder: string;
let lab: string;
let tarballs: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "installed-"));
  lab = path.join(folder, "lab");
  const packed = path.join(folder, "packed");
  tarballs = path.join(packed, "tarballs");
  await run(process.execPath, ["--import", "tsx", "release/pack.ts", packed], { cwd: projectFolder });
  await install(folder, readdirSync(tarballs));
}, 10 * minutes);

afterAll(async () => {
  if (lab) await companion(["local", "stop"]).catch(() => {}); // none runs, if a test failed before
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 3 * minutes);

interface Lock {
  packages: Record<string, { dev?: boolean; link?: boolean; resolved?: string } | undefined>;
}

/** Installs tarballs of ours, and the versions of this clone's lock file: npm has them in its cache since `npm ci`. */
async function install(into: string, files: readonly string[]): Promise<void> {
  const lock = JSON.parse(readFileSync(path.join(projectFolder, "package-lock.json"), "utf8")) as Lock;
  const others = Object.entries(lock.packages).filter(
    ([name, entry]) => name.startsWith("node_modules/") && !entry?.dev && !entry?.link,
  );
  const ours = await Promise.all(files.map(async (file) => manifestIn(path.join(tarballs, file))));
  const dependencies = Object.fromEntries(ours.map(({ name, from }) => [name, `file:${from}`]));
  const packages = Object.fromEntries([
    ["", { dependencies }],
    ...others,
    ...ours.map(({ from, ...manifest }) => [
      `node_modules/${manifest.name}`,
      { ...manifest, resolved: `file:${from}` },
    ]),
  ]);
  writeFileSync(path.join(into, "package.json"), JSON.stringify({ dependencies }));
  writeFileSync(path.join(into, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: into,
    shell: process.platform === "win32",
  });
}

async function manifestIn(from: string) {
  const { stdout } = await run("tar", ["-xzOf", from, "package/package.json"]);
  const { name, version, bin, dependencies } = JSON.parse(stdout) as Record<"name" | "version", string> &
    Record<"bin" | "dependencies", Record<string, string>>;
  return { from, name, version, bin, dependencies };
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

describe("docs/testing.md", () => {
  const timeout = 3 * minutes;

  /** Writes a block of the document into a folder beside the installed packages. */
  function write(info: string, file: string): string {
    const into = path.join(folder, "testing");
    mkdirSync(into, { recursive: true });
    writeFileSync(path.join(into, "package.json"), '{ "type": "module" }');
    writeFileSync(path.join(into, file), blocksOf("docs/testing.md", info).join("\n"));
    return into;
  }

  test("the example for Vitest", { timeout }, async () => {
    const into = write("ts vitest", "vitest.test.ts");
    const vitest = path.join(projectFolder, "node_modules", "vitest");
    symlinkSync(vitest, path.join(folder, "node_modules", "vitest"), "junction");
    const { stdout } = await run(process.execPath, [binOf("vitest", "vitest"), "run", "--root", into], {
      cwd: into,
    });
    expect(stdout).toMatch(/2 passed/);
  });

  test("the example for Jest", { timeout }, async ({ skip }) => {
    const { command, why } = jest();
    if (why !== undefined) return skip(why);
    const into = write("js jest", "jest.test.mjs");
    const env = { ...process.env, NODE_OPTIONS: "--experimental-vm-modules" };
    const words = [command, "--rootDir", into, "--testMatch", "**/*.test.mjs"];
    const { stderr } = await run(process.execPath, words, { cwd: into, env });
    expect(stderr).toMatch(/2 passed/);
    expect(stderr).not.toContain("did not exit");
  });

  test("the mapping templates", { timeout }, async () => {
    const into = write("ts program", "program.mjs");
    await run(process.execPath, ["program.mjs"], { cwd: into });
  });
});

test("the mapping templates by themselves", { timeout: 2 * minutes }, async () => {
  const alone = mkdtempSync(path.join(tmpdir(), "alone-"));
  for (const name of ["api-gateway", "jsonpath"]) {
    const into = path.join(alone, "node_modules", "@long-running-api", name);
    mkdirSync(into, { recursive: true });
    const file = readdirSync(tarballs).find((each) => each.startsWith(`long-running-api-${name}-`)) ?? "";
    await run("tar", ["-xzf", path.join(tarballs, file), "--strip-components=1", "-C", into]);
  }
  const script = `
    import { renderTemplate } from "@long-running-api/api-gateway/templates";
    console.log(JSON.stringify(renderTemplate({ phase: "request", template: '{"id": "$input.path("$.id")"}', body: '{"id":"7"}', params: { path: {}, querystring: {}, header: {} } })));`;
  writeFileSync(path.join(alone, "render.mjs"), script);
  const { stdout } = await run(process.execPath, ["render.mjs"], { cwd: alone });
  rmSync(alone, { recursive: true, force: true });
  expect(JSON.parse(stdout)).toMatchObject({ output: '{"id": "7"}' });
});
