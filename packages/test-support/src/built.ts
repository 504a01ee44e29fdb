import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { projectFolder } from "./project.ts";

const { resolve } = createRequire(import.meta.url);

/** A program of ours as one file of JavaScript: a test that starts it a hundred times need not translate it each time. */
export interface Built {
  file: string;
  remove(): void;
}

/** Builds it; what it finds beside its sources (`import.meta.url`) it still finds there. */
export async function buildProgram(source: string): Promise<Built> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "built-"));
  const file = path.join(folder, "program.mjs");
  symlinkSync(path.join(projectFolder, "node_modules"), path.join(folder, "node_modules"), "junction");
  await build({
    entryPoints: [source],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    plugins: [
      {
        name: "where-it-lies",
        setup({ onLoad, onResolve }) {
          // Our own packages are TypeScript: Node cannot run them as they are.
          onResolve({ filter: /^@long-running-api\// }, ({ path: specifier }) => ({
            path: resolve(specifier),
          }));
          onLoad({ filter: /\.ts$/ }, ({ path: read }) => ({
            contents: readFileSync(read, "utf8").replaceAll(
              "import.meta.url",
              JSON.stringify(pathToFileURL(read).href),
            ),
            loader: "ts",
          }));
        },
      },
    ],
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
