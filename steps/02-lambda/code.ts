import { execFile } from "node:child_process";
import type { Runtime } from "@aws-sdk/client-lambda";
import type { BuildFailure } from "esbuild";
import { brokenFile } from "../designs/broken-file.ts";
import { type DesignFile, type Designs, referenceDesigns, requireDesign } from "../designs/index.ts";

/** The function's code, ready to upload, and how AWS is to run it. */
export interface FunctionCode {
  file: DesignFile;
  zip: Uint8Array;
  runtime: Runtime;
  handler: string;
}

/** A zip holds no time but this one, so that the same code always gives the same bytes. */
const zipTime = new Date(1980, 0, 1);

export type Variant = "node" | "python";

/** A function in both languages: the tutorial's, or the one that calls back. */
export type Written = "function" | "callback";

/** The variant that a learner has written; TypeScript if there is none, or both. */
export async function variantOf(designs: Designs, written: Written = "function"): Promise<Variant> {
  const [script, python] = [await designs.find(`${written}.ts`), await designs.find(`${written}.py`)];
  return python?.own && !script?.own ? "python" : "node";
}

/** Packs the TypeScript function, bundled into one file; AWS's runtime contains the SDK. */
async function packNode(
  designs: Designs = referenceDesigns,
  written: Written = "function",
): Promise<FunctionCode> {
  const design = await requireDesign(designs, `${written}.ts`);
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [design.path],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    external: ["@aws-sdk/*"],
    write: false,
    charset: "utf8",
    logLevel: "silent",
  }).catch((error: BuildFailure) => {
    throw scriptMistake(design, error) ?? error;
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild wrote no file");
  return {
    file: design,
    zip: await pack("index.mjs", file.contents),
    runtime: "nodejs22.x",
    handler: "index.handler",
  };
}

/** esbuild's error. */
function scriptMistake(design: DesignFile, { errors }: BuildFailure) {
  const [first] = errors ?? [];
  const location = first?.location;
  if (!first || !location) return undefined;
  return brokenFile(design, "is not valid TypeScript.", {
    at: { line: location.line, column: location.column + 1 },
    expected: "TypeScript without syntax errors",
    seen: first.text,
  });
}

/** Packs the Python function unchanged. */
async function packPython(
  designs: Designs = referenceDesigns,
  written: Written = "function",
): Promise<FunctionCode> {
  const file = await requireDesign(designs, `${written}.py`);
  const mistake = file.own ? await pythonMistake(file) : undefined;
  if (mistake) throw mistake;
  return {
    file,
    zip: await pack("lambda_function.py", new TextEncoder().encode(file.text)),
    runtime: "python3.13",
    handler: "lambda_function.lambda_handler",
  };
}

const readPython = `import ast, json, sys
try: ast.parse(sys.stdin.read())
except SyntaxError as e: print(json.dumps({"line": e.lineno or 1, "column": e.offset or 1, "text": e.msg}))`;

const pythonMsMax = 5_000;

/** Python's syntax error; undefined if there is none, or no Python on this machine. */
async function pythonMistake(file: DesignFile) {
  const program = process.env["TUTORIAL_PYTHON"] ?? (process.platform === "win32" ? "python" : "python3");
  const answer = await new Promise<string>((resolve) => {
    const child = execFile(program, ["-c", readPython], { timeout: pythonMsMax }, (error, stdout) =>
      resolve(error ? "" : stdout),
    );
    child.stdin?.on("error", () => {}); // it is not there, or ended without reading
    child.stdin?.end(file.text);
  });
  if (answer.trim() === "") return undefined;
  const { line, column, text } = JSON.parse(answer) as { line: number; column: number; text: string };
  return brokenFile(file, "is not valid Python.", {
    at: { line, column },
    expected: "Python without syntax errors",
    seen: text,
  });
}

export const functionCode = { node: packNode, python: packPython } as const;

async function pack(name: string, contents: Uint8Array): Promise<Uint8Array> {
  const { zipSync } = await import("fflate");
  return zipSync({ [name]: [contents, { mtime: zipTime, os: 3, attrs: 0o644 << 16 }] }, { level: 9 });
}
