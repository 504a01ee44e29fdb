import { fetchOnceMore } from "@long-running-api/foundation/fetch";
import type { Unzipped } from "fflate";
import { type ProbeContext, within } from "../engine/probe-context.ts";
import type { CodeSeen } from "../rules/code.ts";
import { type FunctionSeen, getFunction } from "./function.ts";

const zipBytesMax = 60 * 1024 * 1024;
const textBytesMax = 1024 * 1024;
const filesMax = 200;
const downloadSecondsMax = 20;

/** Downloads a function's package and reads the handler's file. */
export async function functionCode(context: ProbeContext, arn: string): Promise<CodeSeen> {
  const found = await context.ask(getFunction, arn);
  if (!found) return { files: [], unread: "the function does not exist" };
  if (found.seen.packageType !== "Zip") return { files: [], unread: "it is a container image" };
  if (found.codeUrl === undefined) return { files: [], unread: "this cloud does not provide the code" };
  const zip = await download(context, found.codeUrl);
  if (typeof zip === "string") return { files: [], unread: zip };
  const { unzipSync } = await import("fflate");
  try {
    return readPackage(found.seen, (filter) => unzipSync(zip, { filter }));
  } catch {
    return { files: [], unread: "the package is not a readable zip file" };
  }
}

type Unzip = (filter: (file: { name: string; originalSize: number }) => boolean) => Unzipped;

function readPackage({ runtime, handler }: FunctionSeen, unzip: Unzip): CodeSeen {
  const files: string[] = [];
  unzip(({ name }) => {
    if (files.length < filesMax && !name.endsWith("/")) files.push(name);
    return false;
  });
  const candidates = handlerFiles(runtime, handler);
  const content = unzip(
    ({ name, originalSize }) => candidates.includes(name) && originalSize <= textBytesMax,
  );
  const handlerFile =
    candidates.find((name) => Object.hasOwn(content, name)) ??
    candidates.find((name) => files.includes(name));
  const bytes = handlerFile === undefined ? undefined : content[handlerFile];
  return {
    files,
    ...(handlerFile === undefined ? {} : { handlerFile }),
    ...(bytes === undefined ? {} : { text: new TextDecoder().decode(bytes) }),
  };
}

/** The files that a runtime looks for, in its order. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
export function handlerFiles(runtime: string, handler: string): string[] {
  if (runtime.startsWith("python")) {
    const module = handler.slice(0, handler.lastIndexOf(".")).replaceAll(".", "/");
    return [`${module}.py`, `${module}/__init__.py`];
  }
  const slash = handler.lastIndexOf("/") + 1;
  const dot = handler.indexOf(".", slash);
  const module = dot < 0 ? handler : handler.slice(0, dot);
  return ["js", "mjs", "cjs"].map((ending) => `${module}.${ending}`);
}

/** The bytes, or why they could not be read. */
async function download({ signal }: ProbeContext, url: string): Promise<Uint8Array | string> {
  try {
    const response = await fetchOnceMore(url, {
      signal: within(signal, downloadSecondsMax),
    });
    if (!response.ok) return `its download returned ${response.status}`;
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > zipBytesMax) return "it is too large";
      chunks.push(chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } catch (error) {
    return `its download failed (${error instanceof Error ? error.message : String(error)})`;
  }
}
