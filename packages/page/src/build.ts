import { existsSync, readdirSync, statSync } from "node:fs";
import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const sourceFolder = fileURLToPath(new URL(".", import.meta.url));

/** Where the built page is. */
export const distFolder = path.join(sourceFolder, "..", "dist");

/** Bundles the page for the browser; takes a few hundred milliseconds. */
export async function buildPage(into: string = distFolder): Promise<void> {
  const { build } = await import("esbuild");
  const browser = path.join(sourceFolder, "browser");
  await rm(into, { recursive: true, force: true });
  await mkdir(into, { recursive: true });
  await build({
    entryPoints: {
      app: path.join(browser, "app.tsx"),
      page: path.join(browser, "page.css"),
      "template-worker": path.join(browser, "workers", "template-worker.ts"),
      "condition-worker": path.join(browser, "workers", "condition-worker.ts"),
    },
    outdir: into,
    chunkNames: "chunk-[name]-[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "warning",
  });
  for (const name of ["index.html", "icon.svg"])
    await copyFile(path.join(browser, name), path.join(into, name));
}

/** Whether the built page is there, and no source is newer: after a `git pull`, say. */
export function isBuilt(): boolean {
  const index = path.join(distFolder, "index.html");
  if (!existsSync(path.join(sourceFolder, "browser"))) return existsSync(index); // the published package
  return existsSync(index) && newest(sourceFolder) <= statSync(index).mtimeMs;
}

function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? newest(name) : statSync(name).mtimeMs;
  });
  return Math.max(0, ...times);
}
