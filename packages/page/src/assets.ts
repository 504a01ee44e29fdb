import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Problem } from "@long-running-api/foundation/problem";
import { buildPage, distFolder, isBuilt } from "./build.ts";

/** One file of the page, ready to send. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** The page's files by their paths, built first where they are missing or older than their sources. */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  if (!isBuilt()) await buildPage().catch(explain);
  const names = await readdir(distFolder);
  const assets = await Promise.all(names.map(async (name) => [`/${name}`, await load(name)] as const));
  return new Map(
    assets.flatMap(([name, asset]) => (name === "/index.html" ? [["/", asset]] : [[name, asset]])),
  );
}

async function load(name: string): Promise<Asset> {
  const body = await readFile(path.join(distFolder, name));
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const gzipped = await promisify(gzip)(body, { level: 9 });
  return { type: types[path.extname(name)] ?? "application/octet-stream", body, gzipped, etag };
}

function explain(error: unknown): never {
  throw new Problem(
    "The page could not be built.",
    {
      "looked at": distFolder,
      seen: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error),
    },
    "npm run prepare",
  );
}
