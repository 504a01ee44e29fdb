import { execFile } from "node:child_process";
import {
  existsSync,
  lstatSync,
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
import { jest, pythonWith } from "@long-running-api/test-support/programs";
import { binOf, projectFolder } from "@long-running-api/test-support/project";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf } from "../support/documents.ts";
import { install, packAll, type Tarball, unpack } from "./tarballs.ts";

// The packages as npm would publish them. The companion is installed into an empty folder: nothing of the clone is in reach.

const run = promisify(execFile);
const minutes = 60_000;
const companionName = "long-running-api-companion";
let folder: string;
let lab: string;
let tarballs: readonly Tarball[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "installed-"));
  lab = path.join(folder, "lab");
  tarballs = await packAll(path.join(folder, "packed"));
  await install(folder, [tarball(companionName)], [tarball("@long-running-api/sqlite-native")]);
}, 10 * minutes);

afterAll(async () => {
  if (lab) await companion(["local", "stop"]).catch(() => {}); // none is running if a test has failed
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 3 * minutes);

function tarball(name: string): Tarball {
  const found = tarballs.find(({ manifest }) => manifest.name === name);
  if (!found) throw new Error(`${name} was not packed`);
  return found;
}

/** Checks the types of files in a folder. */
async function compile(files: readonly string[], cwd: string): Promise<void> {
  const flags = ["--noEmit", "--ignoreConfig", "--strict", "--skipLibCheck", "--module", "nodenext"];
  const words = [...flags, "--target", "es2023", "--lib", "es2023,esnext.disposable,dom", ...files];
  await run(process.execPath, [binOf("typescript", "tsc"), ...words], { cwd }).catch(
    ({ stdout }: { stdout: string }) => expect(stdout).toBe(""),
  );
}

/** Runs the package's command in the lab; rejects unless it ends with 0. */
async function companion(words: readonly string[], cwd = lab, node = process.execPath): Promise<string> {
  const bin = path.join(folder, "node_modules", companionName, "release", "bin.js");
  const { LOCAL_DATA: _, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: __, ...env } = process.env;
  const { stdout, stderr } = await run(node, [bin, ...words], {
    cwd,
    env,
    maxBuffer: 16_000_000,
  });
  expect(stderr).not.toMatch(/Warning|NodeVersion/); // of Node's SQLite, or of the SDK on an old Node
  return stdout;
}

test("init makes a folder, and the whole tutorial runs in it", { timeout: 5 * minutes }, async () => {
  expect(await companion(["init", "lab"], folder)).toContain("cd lab && npx long-running-api-companion");
  const text = await companion(["--yes", "--processing-seconds", "2"]);
  expect(text).toMatch(/The run is COMPLETED, and all \d+ checks pass/);
  expect(text).toContain("npx long-running-api-companion check 01-table");
  expect(text).not.toContain("npx tsx");
});

test("the tutorial, with each Node that TUTORIAL_NODES names", { timeout: 5 * minutes }, async ({ skip }) => {
  const nodes = (process.env["TUTORIAL_NODES"] ?? "").split(path.delimiter).filter((name) => name !== "");
  if (nodes.length === 0) return skip("TUTORIAL_NODES names none");
  for (const [index, node] of nodes.entries()) {
    const cwd = path.join(folder, `lab-${index}`);
    mkdirSync(cwd);
    const text = await companion(["--yes", "--processing-seconds", "2"], cwd, node);
    expect(text).toMatch(/The run is COMPLETED, and all \d+ checks pass/);
  }
});

test("the steps in Python, and their checks", { timeout: 5 * minutes }, async ({ skip }) => {
  const python = pythonWith(["boto3"]);
  if (!python.command) return skip(python.why);
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
  expect(await companion(["--version"], folder)).toBe(`${tarball(companionName).manifest.version}\n`);
  expect(await companion(["worker", "--help"], folder)).toContain("npx long-running-api-companion worker");
});

test("an assistant's server, with the SDK inside it", { timeout: minutes }, async () => {
  const bin = path.join(folder, "node_modules", "long-running-api-companion", "release", "bin.js");
  const client = new Client({ name: "test", version: "0.0.0" });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [bin, "mcp"], cwd: folder }),
  );
  const { content } = await client.callTool({ name: "explain", arguments: { id: "get-bdy" } });
  await client.close();
  expect(JSON.stringify(content)).toMatch(/03-api\/get-body.*npx long-running-api-companion check lists/);
  expect(existsSync(path.join(folder, "node_modules", "@modelcontextprotocol"))).toBe(false);
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
    const into = write("ts", "vitest.test.ts");
    const vitest = path.join(projectFolder, "node_modules", "vitest");
    symlinkSync(vitest, path.join(folder, "node_modules", "vitest"), "junction");
    const misspelt = '// @ts-expect-error\nawait (await openCloud()).seed({ through: "03-ap" });';
    writeFileSync(path.join(into, "types.ts"), `import { openCloud } from "${companionName}";\n${misspelt}`);
    await compile(["vitest.test.ts", "types.ts"], into);
    const { stdout } = await run(process.execPath, [binOf("vitest", "vitest"), "run", "--root", into], {
      cwd: into,
    });
    expect(stdout).toMatch(/2 passed/);
  });

  test("the example for Jest", { timeout }, async ({ skip }) => {
    const { command, why } = jest();
    if (why !== undefined) return skip(why);
    const into = write("js", "jest.test.mjs");
    const env = { ...process.env, NODE_OPTIONS: "--experimental-vm-modules" };
    const words = [command, "--rootDir", into, "--testMatch", "**/*.test.mjs"];
    const { stderr } = await run(process.execPath, words, { cwd: into, env });
    expect(stderr).toMatch(/2 passed/);
    expect(stderr).not.toContain("did not exit");
  });

  test("the mapping templates", { timeout }, async () => {
    const into = write("mjs", "program.mjs");
    await run(process.execPath, ["program.mjs"], { cwd: into });
  });
});

test("it takes less than 80 MB, and installs SQLite only where Node has none", () => {
  const modules = path.join(folder, "node_modules");
  const sizes = new Map<number, number>(); // by inode: esbuild links its program to a second name
  for (const name of readdirSync(modules, { recursive: true })) {
    const { ino, size } = lstatSync(path.join(modules, String(name)));
    sizes.set(ino, Math.ceil(size / 4096) * 4096);
  }
  expect([...sizes.values()].reduce((sum, size) => sum + size) / 2 ** 20).toBeLessThan(80);
  const ours = readdirSync(modules).includes("@long-running-api");
  expect(ours).toBe(process.getBuiltinModule("node:sqlite") === undefined);
});

test("a tarball has what npm shows of a package, and nothing of this machine", {
  timeout: 2 * minutes,
}, async () => {
  const wrong: string[] = [];
  for (const { file, manifest } of tarballs) {
    const { stdout } = await run("tar", ["-tzf", file]);
    const names = stdout
      .trim()
      .split(/\r?\n/)
      .map((name) => name.replace(/^package\//, ""));
    for (const needed of ["README.md", "LICENSE"])
      if (!names.includes(needed)) wrong.push(`${manifest.name} lacks ${needed}`);
    for (const name of names)
      if (/\.test\.|-bench\.|(^|\/)test\//.test(name)) wrong.push(`${manifest.name} has ${name}`);
    const into = await unpack({ file, manifest }, path.join(folder, "unpacked"));
    const { messages } = await publint({ pkgDir: into, pack: false, strict: true });
    wrong.push(...messages.map(({ code, path: at }) => `${manifest.name}: ${code} ${at.join(".")}`));
    for (const name of names.filter((each) => /\.(?:[cm]?js|map|ts|json|md)$/.test(each))) {
      const text = readFileSync(path.join(into, name), "utf8");
      for (const place of [projectFolder, folder])
        if (text.includes(place)) wrong.push(`${manifest.name}: ${name} names ${place}`);
      if (/"sources":\[(?!\])/.test(text) && !text.includes('"sourcesContent":['))
        wrong.push(`${manifest.name}: the sources of ${name} are not there`);
    }
  }
  expect(wrong).toEqual([]);
});

test("each export of each package loads in Node, and has types", { timeout: 2 * minutes }, async () => {
  // Other packages are those of the clone, further up.
  const place = path.join(projectFolder, "node_modules", ".cache", `consumer-${process.pid}`);
  const packages = tarballs.filter(({ manifest: { name } }) => name !== companionName);
  for (const each of packages) await unpack(each, place);
  const subpaths = packages.flatMap(({ manifest: { name, exports = {} } }) =>
    Object.keys(exports)
      .filter((each) => each !== "./package.json")
      .map((each) => name + each.slice(1)),
  );
  expect(subpaths.length).toBeGreaterThan(50);
  const uses = `import { renderTemplate } from "@long-running-api/api-gateway/templates";
    const params = { path: {}, querystring: {}, header: {} };
    const rendered = renderTemplate({ phase: "request", template: '{"id": "$input.path("$.id")"}', body: '{"id":"7"}', params });
    console.log(JSON.stringify(rendered));
    // @ts-expect-error there is no such phase: were the types missing, this would compile
    void (() => renderTemplate({ phase: "reqest", template: "", params }));`;
  const imports = subpaths.map(
    (each, index) => `import * as export${index} from "${each}";\nvoid export${index};`,
  );
  writeFileSync(path.join(place, "consumer.mts"), [...imports, uses].join("\n"));
  writeFileSync(
    path.join(place, "consumer.mjs"),
    [...imports, uses.replace(/^.*ts-expect-error.*$\n.*$/m, "")].join("\n"),
  );
  try {
    await compile(["consumer.mts"], place);
    const { stdout } = await run(process.execPath, ["consumer.mjs"], { cwd: place });
    expect(JSON.parse(stdout)).toMatchObject({ output: '{"id": "7"}' });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test("the worker by itself: its one file needs nothing but Node", async () => {
  const alone = mkdtempSync(path.join(tmpdir(), "alone-"));
  const worker = tarball("@long-running-api/http-poll-worker");
  const into = await unpack(worker, alone);
  const bin = path.join(into, Object.values(worker.manifest.bin ?? {})[0] ?? "");
  const { stdout } = await run(process.execPath, [bin, "--print-config"], { cwd: alone });
  expect(JSON.parse(stdout)).toHaveProperty("concurrency");
  await expect(
    run(process.execPath, [bin, "--server-url", "http://127.0.0.1:1/api", "--server-wait", "0"], {
      cwd: alone,
    }),
  ).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("No answer from Conductor") });
  rmSync(alone, { recursive: true, force: true });
});
