import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { projectFolder } from "./project.ts";

/** The scope of our own packages. */
const scope = "@long-running-api/";

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
    plugins: [
      {
        name: "others-stay-outside",
        setup({ onResolve }) {
          // Packages of ours are sources: they go in. Those of others stay where npm put them.
          onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
            kind === "entry-point" || name.startsWith(scope) ? undefined : { path: name, external: true },
          );
        },
      },
      {
        name: "where-it-lies",
        setup({ onLoad }) {
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
