import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { refuseLateCommonJs } from "@long-running-api/foundation/late-common-js";
import { projectFolder } from "@long-running-api/kit/project-folder";
import { build, type Metafile, type Plugin } from "esbuild";
import { commands } from "./commands.ts";

/** Packages that stay packages: they read files beside their own, are native, or are the compiler. */
export const installed = [
  ...["dynalite", "esbuild", "jq-wasm", "quickjs-wasi"],
  "@long-running-api/sqlite-native",
  "tsx", // only a clone's files start it
];

/** Files that are started by name, as a thread. */
const threads = [
  "packages/conductor/src/jq/thread.mjs",
  "packages/conductor/src/sandbox/thread.mjs",
  "packages/local-aws/src/apigateway/execute/mapping-thread.mjs",
];

/**
 * Bundles the companion into `folder`: a file for each command, where a clone has it, and `chunks/` for what they
 * share. One command then loads some ten files, not some thousand, and of the AWS SDK only what it calls is there.
 * Returns the names of the packages that it still imports.
 */
export async function bundleCompanion(folder: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: projectFolder,
    entryPoints: Object.fromEntries(
      [rootModule, ...commandFiles(), ...threads].map((file) => [file.replace(/\.\w+$/, ""), file]),
    ),
    outdir: folder,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    external: installed.flatMap((name) => [name, `${name}/*`]),
    // CommonJS packages call it.
    banner: {
      js: 'import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);',
    },
    plugins: [whereItLies],
    legalComments: "linked",
    metafile: true,
    logLevel: "warning",
  });
  refuseLateCommonJs(metafile);
  return importedPackages(metafile);
}

/** What `import.meta` is in one of our files: the file's path in a clone, although its code is in a chunk. */
const whereItLies: Plugin = {
  name: "where-it-lies",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: new RegExp(`^${rootModule}$`) }, () => ({ path: rootModule, namespace: "root" }));
    onLoad({ filter: /./, namespace: "root" }, () => ({
      contents: 'export const root = new URL("..", import.meta.url);',
    }));
    onLoad({ filter: /\.(?:ts|mjs)$/ }, ({ path: file }) => {
      const own = path.relative(projectFolder, file).replaceAll(path.sep, "/");
      if (own.startsWith("node_modules/") || own.startsWith("..")) return undefined;
      const text = readFileSync(file, "utf8");
      if (!text.includes("import.meta")) return undefined;
      const place = JSON.stringify(own.replace(/\.ts$/, ".js"));
      return {
        contents: `${text.replaceAll(/\bimport\.meta\b/g, `({ url: new URL(${place}, root_).href })`)}
import { root as root_ } from "${rootModule}";`,
        loader: file.endsWith(".ts") ? "ts" : "js",
      };
    });
  },
};

/** It is in `chunks/`, whether it becomes a chunk or not. */
const rootModule = "chunks/root";

/** The files that `bin.ts` starts, itself, and what other projects import. */
function commandFiles(): string[] {
  const folders = Object.values(commands).map(({ folder }) => folder);
  const single = ["checks", "steps"].flatMap((folder) =>
    readdirSync(path.join(projectFolder, folder))
      .filter((name) => /^\d\d-/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return [
    ...[...folders, ...single].map((folder) => `${folder}/index.ts`),
    "release/bin.ts",
    "release/unknown.ts",
    "testing/index.ts",
  ];
}

function importedPackages({ outputs }: Metafile): readonly string[] {
  const names = Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(
      ({ path: name, external }) => external && !name.startsWith("node:") && !builtinModules.includes(name),
    )
    .map(({ path: name }) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
  return [...new Set(names)].sort();
}
