import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "@long-running-api/test-support/project";

const run = promisify(execFile);

/** The manifest of a package. */
export interface Manifest {
  name: string;
  version: string;
  bin?: Record<string, string>;
  exports?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  bundleDependencies?: readonly string[];
  engines?: Record<string, string>;
}

/** A package as npm would publish it. */
export interface Tarball {
  readonly file: string;
  readonly manifest: Manifest;
}

/** Packs the companion and each of its packages into `folder`. */
export async function packAll(folder: string): Promise<readonly Tarball[]> {
  await run(process.execPath, ["--import", "tsx", "release/pack.ts", folder], { cwd: projectFolder });
  const tarballs = path.join(folder, "tarballs");
  return Promise.all(
    readdirSync(tarballs).map(async (name) => {
      const file = path.join(tarballs, name);
      const { stdout } = await run("tar", ["-xzOf", file, "package/package.json"]);
      return { file, manifest: JSON.parse(stdout) as Manifest };
    }),
  );
}

/** Unpacks a tarball into a folder's `node_modules`, without what it depends on; returns where it is. */
export async function unpack({ file, manifest }: Tarball, folder: string): Promise<string> {
  const into = path.join(folder, "node_modules", manifest.name);
  mkdirSync(into, { recursive: true });
  await run("tar", ["-xzf", file, "--strip-components=1", "-C", into]);
  return into;
}

type Entry = Partial<Omit<Manifest, "name">> & { resolved?: string; optional?: boolean };

/**
 * Installs tarballs with what they depend on, in the versions of this clone's lock file: npm has those in its cache
 * since `npm ci`, and asks no registry. `optional` are installed where their engines allow.
 */
export async function install(
  folder: string,
  tarballs: readonly Tarball[],
  optional: readonly Tarball[] = [],
): Promise<void> {
  const lock = JSON.parse(readFileSync(path.join(projectFolder, "package-lock.json"), "utf8")) as {
    packages: Record<string, Entry>;
  };
  const packages: Record<string, Entry> = {};
  for (const { file, manifest } of [...tarballs, ...optional])
    packages[`node_modules/${manifest.name}`] = {
      ...manifest,
      resolved: `file:${file}`,
      ...(optional.some((each) => each.manifest === manifest) ? { optional: true } : {}),
    };
  for (const { manifest } of tarballs) addNeeds("", manifest);
  const specs = (some: readonly Tarball[]) =>
    Object.fromEntries(some.map(({ file, manifest }) => [manifest.name, `file:${file}`]));
  const root = { dependencies: specs(tarballs), optionalDependencies: specs(optional) };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(root));
  writeFileSync(
    path.join(folder, "package-lock.json"),
    JSON.stringify({ lockfileVersion: 3, packages: { "": root, ...packages } }),
  );
  await npm(["ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], folder);

  /** Adds what a package needs, as Node finds it from the place of that package in the clone. */
  function addNeeds(place: string, needs: Entry): void {
    for (const name of Object.keys({ ...needs.dependencies, ...needs.optionalDependencies })) {
      const found = foundFrom(place, name);
      const entry = lock.packages[found];
      if (!entry || packages[found]) continue;
      packages[found] = entry;
      addNeeds(found, entry);
    }
  }

  function foundFrom(place: string, name: string): string {
    const own = `${place === "" ? "" : `${place}/`}node_modules/${name}`;
    if (place === "" || lock.packages[own]) return own;
    return foundFrom(place.slice(0, Math.max(0, place.lastIndexOf("node_modules/") - 1)), name);
  }
}

/** Runs npm in a folder. */
async function npm(words: readonly string[], cwd: string): Promise<void> {
  const windows = process.platform === "win32";
  await run(windows ? "npm.cmd" : "npm", [...words], { cwd, shell: windows });
}
