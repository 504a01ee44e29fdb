import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Runtime } from "@aws-sdk/client-lambda";

/** The function's code, ready to upload, and how AWS is to run it. */
export interface FunctionCode {
  zip: Uint8Array;
  runtime: Runtime;
  handler: string;
}

const folder = fileURLToPath(new URL("../../lambda/", import.meta.url));

/** A zip holds no time but this one, so that the same code always gives the same bytes. */
const zipTime = new Date(1980, 0, 1);

/** Packs lambda/handler.ts, bundled to one file; AWS's runtime brings the SDK along. */
async function packNode(): Promise<FunctionCode> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, "handler.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    external: ["@aws-sdk/*"],
    write: false,
    charset: "utf8",
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild wrote no file");
  return { zip: await pack("index.mjs", file.contents), runtime: "nodejs22.x", handler: "index.handler" };
}

/** Packs lambda/lambda_function.py as it stands. */
async function packPython(): Promise<FunctionCode> {
  const source = await readFile(path.join(folder, "lambda_function.py"));
  return {
    zip: await pack("lambda_function.py", source),
    runtime: "python3.13",
    handler: "lambda_function.lambda_handler",
  };
}

export const functionCode = { node: packNode, python: packPython } as const;

async function pack(name: string, contents: Uint8Array): Promise<Uint8Array> {
  const { zipSync } = await import("fflate");
  return zipSync({ [name]: [contents, { mtime: zipTime, os: 3, attrs: 0o644 << 16 }] }, { level: 9 });
}
