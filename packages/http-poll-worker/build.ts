import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { refuseLateCommonJs } from "@long-running-api/foundation/late-common-js";
import { build, type Plugin } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const sandbox = path.join(here, "..", "conductor", "src", "sandbox");
const wasm = "quickjs-wasi/quickjs.wasm";

/** Beside the bundle there are no packages: the interpreter is a file of its own there. */
const wasmBeside: Plugin = {
  name: "wasm-beside",
  setup(setup) {
    setup.onLoad({ filter: /[\\/]sandbox[\\/]compiled-module\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      const found = "createRequire(import.meta.url).resolve(file)";
      if (!text.includes(found)) throw new Error(`${file} does not find the interpreter by ${found}`);
      const beside = 'new URL(`./${file.split("/").pop()}`, import.meta.url)';
      return { contents: text.replace(found, beside), loader: "ts" };
    });
  },
};

/** Compiles the worker into a folder that needs nothing but Node: no packages, no compiler. */
export async function buildWorker(outdir: string): Promise<void> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: {
      "conductor-http-poll-worker": path.join(here, "src", "bin.ts"),
      // The sandbox starts this file as a thread, by its name.
      thread: path.join(sandbox, "thread.mjs"),
    },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: {
      js: 'import { createRequire as require_ } from "node:module"; const require = require_(import.meta.url);',
    },
    plugins: [wasmBeside],
    logLevel: "warning",
    metafile: true,
  });
  refuseLateCommonJs(metafile);
  const interpreter = createRequire(path.join(sandbox, "index.ts")).resolve(wasm);
  await copyFile(interpreter, path.join(outdir, "quickjs.wasm"));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await buildWorker(path.join(here, "dist"));
