import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { readCommandLine } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { projectFolder } from "@long-running-api/kit/project-folder";
import { targetOptions } from "@long-running-api/kit/targets/options";
import { buildPage } from "@long-running-api/page/build";
import { bundleCompanion } from "./bundle.ts";
import { copyTypes } from "./types.ts";

interface Manifest {
  name: string;
  version: string;
  description?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  exports?: Record<string, unknown>;
  [key: string]: unknown;
}

let dist = path.join(projectFolder, "dist");
const run = promisify(execFile);

/** Only what builds or starts TypeScript needs these. */
const onlyInAClone = ["tsx"];

/** Those with a `dist` of their own: the page, and the worker in one file. */
const builtPackages = ["page", "http-poll-worker"];

/** Packages that functions import; the companion's own copy is in its bundle. */
const forFunctions = ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb"];

/** npm skips it where Node has SQLite: an optional package is not installed where its `engines` do not match. */
const sqliteNative = "@long-running-api/sqlite-native";
const withoutSqlite = ">=20.19.0 <22.16.0 || >=23.0.0 <24.0.0";

/** Files at the root of a clone that are also in the package. */
const companionFolders = [
  ...["checks", "dashboard", "doctor", "exercises", "guide", "instructor", "lambda", "local", "mcp"],
  ...["practice", "release", "scale", "steps", "templates", "testing", "worker", "workflow", "docs"],
];

await main(import.meta, async (argv) => {
  const line = readCommandLine(
    {
      usage: "npx tsx release/pack",
      about:
        "Compiles everything, and packs the companion and each of its packages into FOLDER/tarballs (dist).",
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
  for (const name of names.filter((each) => each !== "test-support")) await stagePackage(name, tracked);
  await stageCompanion(names, tracked);
  await packStaged();
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

/** One of our packages: what is compiled, and what is beside its sources. */
async function stagePackage(name: string, tracked: readonly string[]): Promise<void> {
  const folder = `packages/${name}`;
  const stage = path.join(dist, "stage", name);
  await copyCompiled(`${folder}/src`, path.join(stage, "src"));
  await copyAssets(tracked, [`${folder}/src`], path.join(stage, "src"), `${folder}/src`);
  const built = path.join(projectFolder, folder, "dist");
  if (builtPackages.includes(name)) await cp(built, path.join(stage, "dist"), { recursive: true });
  await cp(path.join(projectFolder, folder, "README.md"), path.join(stage, "README.md"));
  const manifest = await manifestOf(folder);
  const ready = published(manifest);
  await finish(stage, manifest.name === sqliteNative ? await nativeManifest(stage, ready) : ready);
}

/** Puts the native package into ours, without its sources in C, which are a third of it; npm offers to compile nothing. */
async function nativeManifest(stage: string, manifest: Manifest): Promise<Manifest> {
  const own = path.join(projectFolder, "packages", "sqlite-native");
  for (const file of ["index.cjs", "index.d.cts"]) await cp(path.join(own, file), path.join(stage, file));
  const bundled = Object.keys(manifest.dependencies ?? {});
  for (const name of bundled) {
    const from = path.join(projectFolder, "node_modules", name);
    const into = path.join(stage, "node_modules", name);
    for (const part of ["dist/index.cjs", "prebuilds", "LICENSE", "README.md"])
      await cp(path.join(from, part), path.join(into, part), { recursive: true });
    const { scripts: _, ...rest } = await readManifest(from);
    await writeFile(path.join(into, "package.json"), `${JSON.stringify(rest, null, 2)}\n`);
  }
  return { ...manifest, engines: { node: withoutSqlite }, bundleDependencies: bundled };
}

/** The companion in one piece: it needs none of our packages. */
async function stageCompanion(names: readonly string[], tracked: readonly string[]): Promise<void> {
  const stage = path.join(dist, "stage", "companion");
  const sources = names.filter((name) => name !== "test-support").map((name) => `packages/${name}/src`);
  await copyAssets(tracked, [...companionFolders, ...sources], stage, ".");
  await cp(path.join(projectFolder, "packages/page/dist"), path.join(stage, "packages/page/dist"), {
    recursive: true,
  });
  await copyTypes({ compiled: path.join(dist, "compiled"), stage, entry: "testing/index.d.ts" });
  const imported = await bundleCompanion(stage);
  for (const file of ["README.md", "CHANGELOG.md"])
    await cp(path.join(projectFolder, file), path.join(stage, file));
  const manifests = await Promise.all([".", ...names.map((name) => `packages/${name}`)].map(manifestOf));
  const versions = Object.assign({}, ...manifests.map(({ dependencies }) => dependencies)) as Record<
    string,
    string
  >;
  const needed = [...imported, ...forFunctions].sort();
  const manifest = published(await manifestOf("."));
  const dependencies = Object.fromEntries(needed.map((name) => [name, versions[name] ?? ""]));
  await finish(stage, {
    ...manifest,
    bin: { [manifest.name]: "release/bin.js" },
    ...splitOptional({ ...dependencies, [sqliteNative]: manifest.version }),
  });
}

/** Compiled files of a folder, with their types and their maps, which hold the sources. */
async function copyCompiled(folder: string, into: string): Promise<void> {
  const from = path.join(dist, "compiled", folder);
  if (!existsSync(from)) return; // it has nothing to compile
  await cp(from, into, { recursive: true });
  for (const name of await readdir(into, { recursive: true })) {
    if (!name.endsWith(".map")) continue;
    const file = path.join(into, name);
    const map = JSON.parse(await readFile(file, "utf8")) as { sources: string[] };
    await writeFile(
      file,
      JSON.stringify({ ...map, sources: map.sources.map((each) => path.posix.basename(each)) }),
    );
  }
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
  return readManifest(path.join(projectFolder, folder));
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as Manifest;
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
    ...splitOptional(rest.dependencies ?? {}),
  };
}

function compiledExport([subpath, source]: [string, unknown]): [string, unknown] {
  const [, base, ending] = /^(.*)\.(tsx?|cjs)$/.exec(String(source)) ?? [];
  if (base === undefined) return [subpath, source];
  return [
    subpath,
    ending === "cjs"
      ? { types: `${base}.d.cts`, default: source }
      : { types: `${base}.d.ts`, default: `${base}.js` },
  ];
}

/** Dependencies as published: without those that only a clone needs, and with SQLite's as optional. */
function splitOptional(
  all: Readonly<Record<string, string>>,
): Pick<Manifest, "dependencies" | "optionalDependencies"> {
  const { [sqliteNative]: native, ...others } = all;
  const dependencies = Object.fromEntries(
    Object.entries(others).filter(([name]) => !onlyInAClone.includes(name)),
  );
  return {
    dependencies,
    ...(native === undefined ? {} : { optionalDependencies: { [sqliteNative]: native } }),
  };
}

/** Writes the manifest and the licence. */
async function finish(stage: string, manifest: Manifest): Promise<void> {
  await writeFile(path.join(stage, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await cp(path.join(projectFolder, "LICENSE"), path.join(stage, "LICENSE"));
}

/** Packs the folders in `stage`, all with one start of npm. */
async function packStaged(): Promise<void> {
  const stages = await readdir(path.join(dist, "stage"));
  await mkdir(path.join(dist, "tarballs"), { recursive: true });
  const windows = process.platform === "win32";
  // Relative paths, which a shell does not split at a space in the name of a user's folder.
  await run(
    windows ? "npm.cmd" : "npm",
    ["pack", ...stages.map((name) => `./stage/${name}`), "--pack-destination", "tarballs"],
    { cwd: dist, shell: windows, maxBuffer: 16_000_000 },
  );
}
