import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { readCommandLine } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { projectFolder } from "@long-running-api/kit/project-folder";
import { targetOptions } from "@long-running-api/kit/targets/options";
import { buildPage } from "@long-running-api/page/build";

interface Manifest {
  name: string;
  version: string;
  description?: string;
  dependencies?: Record<string, string>;
  exports?: Record<string, unknown>;
  [key: string]: unknown;
}

let dist = path.join(projectFolder, "dist");
const run = promisify(execFile);

/** Only what builds or starts TypeScript needs these. */
const onlyInAClone = ["tsx"];

/** Those with a `dist` of their own: the page, and the worker in one file. */
const builtPackages = ["page", "http-poll-worker"];

/** What a clone has at its root, and the package as well. */
const companionFolders = [
  ...["checks", "dashboard", "doctor", "exercises", "guide", "instructor", "lambda", "local", "mcp"],
  ...["practice", "release", "scale", "steps", "templates", "testing", "worker", "workflow", "docs"],
];

await main(import.meta, async (argv) => {
  const line = readCommandLine(
    {
      usage: "npx tsx release/pack",
      about:
        "Compiles everything, and packs the companion and each package of ours into FOLDER/tarballs (dist).",
      options: { help: targetOptions.help },
      words: { label: "folder", max: 1 },
    },
    argv,
  );
  if (!line) return 0;
  if (line.words[0] !== undefined) dist = path.resolve(line.words[0]);
  for (const name of ["compiled", "stage", "tarballs"])
    await rm(path.join(dist, name), { recursive: true, force: true });
  await compile();
  await buildPage();
  await run(process.execPath, ["--import", "tsx", "build.ts"], {
    cwd: path.join(projectFolder, "packages", "http-poll-worker"),
  });
  const tracked = await trackedFiles();
  const names = await readdir(path.join(projectFolder, "packages"));
  for (const name of names.filter((each) => each !== "test-support")) await packPackage(name, tracked);
  await packCompanion(tracked);
  for (const file of await readdir(path.join(dist, "tarballs")))
    console.log(path.join(dist, "tarballs", file));
  return 0;
});

async function compile(): Promise<void> {
  const tsc = path.join(projectFolder, "node_modules", "typescript", "bin", "tsc");
  const project = path.join(projectFolder, "release", "tsconfig.json");
  await run(process.execPath, [tsc, "--project", project, "--outDir", path.join(dist, "compiled")]).catch(
    ({ stdout }: { stdout: string }) => {
      throw new Error(`The sources do not compile:\n${stdout}`);
    },
  );
}

async function trackedFiles(): Promise<readonly string[]> {
  const { stdout } = await run("git", ["ls-files"], { cwd: projectFolder, maxBuffer: 16_000_000 });
  return stdout.trim().split("\n");
}

/** One package of ours: what is compiled, and what lies beside its sources. */
async function packPackage(name: string, tracked: readonly string[]): Promise<void> {
  const folder = `packages/${name}`;
  const stage = path.join(dist, "stage", name);
  await copyCompiled(`${folder}/src`, path.join(stage, "src"));
  await copyAssets(tracked, [`${folder}/src`], path.join(stage, "src"), `${folder}/src`);
  const built = path.join(projectFolder, folder, "dist");
  if (builtPackages.includes(name)) await cp(built, path.join(stage, "dist"), { recursive: true });
  await cp(path.join(projectFolder, folder, "README.md"), path.join(stage, "README.md"));
  const manifest = await manifestOf(folder);
  await finish(stage, published(manifest));
}

async function packCompanion(tracked: readonly string[]): Promise<void> {
  const stage = path.join(dist, "stage", "companion");
  for (const folder of companionFolders) await copyCompiled(folder, path.join(stage, folder));
  await copyAssets(tracked, companionFolders, stage, ".");
  await cp(path.join(projectFolder, "README.md"), path.join(stage, "README.md"));
  const manifest = await manifestOf(".");
  const needs = (await manifestOf("packages/page")).dependencies ?? {};
  await finish(stage, {
    ...published(manifest),
    bin: { [manifest.name]: "release/bin.js" },
    dependencies: withoutCloneOnly({ ...manifest.dependencies, esbuild: needs["esbuild"] ?? "" }),
  });
}

/** Compiled files of a folder, with their types and maps. */
async function copyCompiled(folder: string, into: string): Promise<void> {
  await cp(path.join(dist, "compiled", folder), into, { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error; // it has nothing to compile
    },
  );
}

/** Files that are read as they are: templates, definitions, pages, and the functions that a learner edits or uploads. */
async function copyAssets(
  tracked: readonly string[],
  folders: readonly string[],
  into: string,
  base: string,
): Promise<void> {
  const isRead = (file: string) =>
    !/\.tsx?$|(^|\/)src\/browser\//.test(file) ||
    /^lambda\/[^/]+\.ts$|^exercises\/.*\/function\.ts$/.test(file);
  for (const file of tracked.filter((each) => folders.some((folder) => each.startsWith(`${folder}/`)))) {
    if (!isRead(file)) continue;
    const target = path.join(into, path.posix.relative(base, file));
    await mkdir(path.dirname(target), { recursive: true });
    await cp(path.join(projectFolder, file), target);
  }
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(projectFolder, folder, "package.json"), "utf8")) as Manifest;
}

/** A manifest without what only a clone needs. */
function published({
  scripts: _,
  devDependencies: __,
  workspaces: ___,
  private: ____,
  allowScripts: _____,
  files: ______,
  ...rest
}: Manifest): Manifest {
  return {
    ...rest,
    exports: Object.fromEntries(Object.entries(rest.exports ?? {}).map(compiledExport)),
    dependencies: withoutCloneOnly(rest.dependencies ?? {}),
  };
}

function compiledExport([subpath, source]: [string, unknown]): [string, unknown] {
  const base = /^(.*)\.tsx?$/.exec(String(source))?.[1];
  return [subpath, base === undefined ? source : { types: `${base}.d.ts`, default: `${base}.js` }];
}

function withoutCloneOnly(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => !onlyInAClone.includes(name)));
}

/** Writes the manifest and the licence, and packs the folder. */
async function finish(stage: string, manifest: Manifest): Promise<void> {
  await writeFile(path.join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await cp(path.join(projectFolder, "LICENSE"), path.join(stage, "LICENSE"));
  const tarballs = path.join(dist, "tarballs");
  await mkdir(tarballs, { recursive: true });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["pack", "--pack-destination", tarballs], {
    cwd: stage,
    shell: process.platform === "win32",
  });
}
