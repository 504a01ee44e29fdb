import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "@long-running-api/foundation/problem";

const project = fileURLToPath(new URL("../../", import.meta.url));

/** The files that describe what the steps make, and where the reference version of each is. */
const references = {
  "table.json": "steps/01-table/table.json",
  "function.ts": "lambda/handler.ts",
  "function.py": "lambda/lambda_function.py",
  "function.json": undefined, // the step works its settings out from its options
  "policy.json": "steps/02-lambda/policy.json",
  "post-request.vtl": "steps/03-api/post-request.vtl",
  "post-response.vtl": "steps/03-api/post-response.vtl",
  "get-request.vtl": "steps/03-api/get-request.vtl",
  "get-response.vtl": "steps/03-api/get-response.vtl",
  "workflow.json": "workflow/long-running-api.json",
  "callback.ts": "lambda/callback.ts",
  "callback.py": "lambda/callback_function.py",
  "callback-request.vtl": "steps/06-callback/callback-request.vtl",
  "callback.json": "workflow/long-running-api.callback.json",
  "callback-loop.json": "workflow/long-running-api.callback-loop.json",
} as const satisfies Readonly<Record<string, string | undefined>>;

export type DesignName = keyof typeof references;

export const designNames = Object.keys(references) as DesignName[];

/** One file of a design. */
export interface DesignFile {
  name: DesignName;
  /** Its absolute path. */
  path: string;
  /** Its path for people, relative to where the command was started. */
  shown: string;
  /** Its text, with line feeds only. */
  text: string;
  /** Whether it comes from a learner's folder, not from the reference. */
  own: boolean;
}

/** Where the steps read their designs: one place, so that a learner's files can replace the reference. */
export interface Designs {
  /** A file; undefined if neither the learner nor the reference has it. */
  find(name: DesignName): Promise<DesignFile | undefined>;
}

/** The reference designs, without `--from`. */
export const referenceDesigns: Designs = { find: findReference };

/** A learner's files, if the folder has them, else the reference's. */
export function designsIn(folder: string): Designs {
  return {
    find: async (name) =>
      (await readDesign(name, path.resolve(folder, name), true)) ?? (await findReference(name)),
  };
}

/** The designs of `--from DIR`; without it the reference's. */
export async function openDesigns(from: string | undefined): Promise<Designs> {
  if (from === undefined) return referenceDesigns;
  const folder = await stat(from).catch(() => undefined);
  if (!folder?.isDirectory())
    throw new Problem(`${from} is not a folder.`, { "looked at": path.resolve(from) }, [
      "Name a folder with files such as table.json or get-response.vtl, for example: --from my-exercises",
    ]);
  const designs = designsIn(from);
  const found = await Promise.all(designNames.map((name) => designs.find(name)));
  if (found.some((file) => file?.own)) return designs;
  throw new Problem(
    `The folder ${from} contains none of the files that the steps read.`,
    { "looked at": path.resolve(from), known: designNames.join(", ") },
    "npx tsx exercises creates such a folder.",
  );
}

/** A file that the reference has. */
export async function requireDesign(designs: Designs, name: DesignName): Promise<DesignFile> {
  const file = await designs.find(name);
  if (!file) throw new Error(`The reference lacks ${name}`);
  return file;
}

/** Lists the files from a learner's folder, if any. */
export function ownFilesSentence(files: readonly (DesignFile | undefined)[]): string[] {
  const own = files.flatMap((file) => (file?.own ? [file.shown] : []));
  return own.length === 0 ? [] : [`Created from ${own.join(", ")}.`];
}

async function findReference(name: DesignName): Promise<DesignFile | undefined> {
  const file = references[name];
  return file === undefined ? undefined : await readDesign(name, path.join(project, file), false);
}

async function readDesign(name: DesignName, file: string, own: boolean): Promise<DesignFile | undefined> {
  try {
    const text = decode(await readFile(file), shownPath(file)).replaceAll("\r\n", "\n");
    return { name, path: file, shown: shownPath(file), text, own };
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof Error && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Problem(`${shownPath(file)} cannot be read.`, {
      seen: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The text of a file, without a byte order mark. */
function decode(bytes: Uint8Array, shown: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Reported below.
  }
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  throw new Problem(
    `${shown} is not a text file in UTF-8.`,
    { seen: isUtf16 ? "a text in UTF-16" : "bytes that are not text" },
    "Save it as UTF-8 in your editor.",
  );
}

/** A path as people type it: relative, if it is in the current folder. */
export function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}
