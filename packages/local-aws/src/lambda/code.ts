import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { AwsError } from "../action.ts";
import { invalid } from "./errors.ts";
import { readZip, unzippedBytesMax, type ZipEntry, ZipRefused } from "./zip.ts";

/** Functions' code: the uploaded zips, and a folder with each unpacked zip. Named by content hash. */
export interface CodeStore {
  /**
   * Checks a zip. The returned function stores it on disk, or throws AWS's error for an invalid
   * or too large one: only then, so that an action can do its other checks first.
   */
  inspect(zip: Buffer): Promise<() => SavedCode>;
  /** The folder with the code; unpacks it on first use. */
  folder(sha256: string): Promise<string>;
  /** The zip, if it exists. */
  read(sha256: string): Buffer | undefined;
  /** Every zip. */
  zips(): readonly StoredZip[];
  /** Removes all code that is not named, including leftovers of a crash. */
  sweep(used: ReadonlySet<string>): void;
  /** Unpacks nothing more; resolves once what was begun is complete: another store can then use the folder. */
  close(): Promise<void>;
}

/** An uploaded zip; `name` is its SHA-256 in hexadecimal. */
export interface StoredZip {
  readonly name: string;
  readonly zip: Buffer;
}

export interface SavedCode {
  /** Base64, as AWS returns it. */
  sha256: string;
  bytes: number;
}

const zipBytesMax = 52_428_800;

/** `workDir` is the runtime's: code must be in subfolders of it. `stored`: zips to begin with. */
export function createCodeStore(workDir: string, stored: readonly StoredZip[] = []): CodeStore {
  const zips = path.join(workDir, "zip");
  mkdirSync(zips, { recursive: true });
  for (const { name, zip } of stored) {
    const file = path.join(zips, `${name}.zip`);
    if (!existsSync(file)) writeFileSync(file, zip);
  }
  let closed = false;
  const unpacking = new Map<string, Promise<string>>();

  return {
    async inspect(zip) {
      const refused = await refusalOf(zip);
      return () => {
        if (refused) throw refused;
        const sha256 = createHash("sha256").update(zip).digest("base64");
        const file = zipFile(sha256);
        if (!existsSync(file)) {
          const draft = `${file}.${randomUUID()}`;
          try {
            writeFileSync(draft, zip);
            renameSync(draft, file);
          } finally {
            rmSync(draft, { force: true }); // the disk is full
          }
        }
        return { sha256, bytes: zip.length };
      };
    },
    folder(sha256) {
      const known = unpacking.get(sha256);
      if (known) return known;
      if (closed) return Promise.reject(new Error("The local cloud is stopping: it no longer unpacks code."));
      const folder = path.join(workDir, nameOf(sha256));
      const work = existsSync(folder) ? Promise.resolve(folder) : unpack(zipFile(sha256), folder);
      unpacking.set(sha256, work);
      work.catch(() => unpacking.delete(sha256));
      return work;
    },
    read(sha256) {
      const file = zipFile(sha256);
      return existsSync(file) ? readFileSync(file) : undefined;
    },
    zips: () =>
      readdirSync(zips).flatMap((file) =>
        file.endsWith(".zip")
          ? [{ name: file.slice(0, -".zip".length), zip: readFileSync(path.join(zips, file)) }]
          : [],
      ),
    sweep(used) {
      const names = new Set([...used].map(nameOf));
      for (const name of readdirSync(zips)) {
        if (!names.has(name.replace(/\.zip$/, ""))) rmSync(path.join(zips, name), { force: true });
      }
      for (const name of readdirSync(workDir)) {
        if (/^[0-9a-f]{64}/.test(name) && !names.has(name))
          rmSync(path.join(workDir, name), { recursive: true, force: true });
      }
    },
    async close() {
      closed = true;
      await Promise.allSettled(unpacking.values());
    },
  };

  function zipFile(sha256: string): string {
    return path.join(zips, `${nameOf(sha256)}.zip`);
  }
}

/** A file name for a SHA-256 in base64. */
export function nameOf(sha256: string): string {
  return Buffer.from(sha256, "base64").toString("hex");
}

async function refusalOf(zip: Buffer): Promise<AwsError | undefined> {
  if (zip.length > zipBytesMax)
    return new AwsError(
      "RequestEntityTooLargeException",
      `Zipped size must be smaller than ${zipBytesMax} bytes`,
      413,
    );
  try {
    await readZip(zip);
    return undefined;
  } catch (error) {
    if (error instanceof ZipRefused) return refusal(error);
    throw error;
  }
}

function refusal({ reason }: ZipRefused): AwsError {
  if (reason === "too-large") return invalid(`Unzipped size must be smaller than ${unzippedBytesMax} bytes`);
  if (reason === "empty") return invalid("Uploaded file must be a non-empty zip");
  return invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
}

/** Unpacks into a draft first, so that the folder is complete or absent. */
async function unpack(zipFile: string, folder: string): Promise<string> {
  const draft = `${folder}.${randomUUID()}`;
  try {
    const entries = await readZip(readFileSync(zipFile));
    for (const entry of entries) if (!entry.isLink) await writeEntry(draft, entry);
    for (const entry of entries) if (entry.isLink) await writeLink(draft, entry); // last, so that no file is written through a link
    await rename(draft, folder).catch((error: NodeJS.ErrnoException) => {
      if (!existsSync(folder)) throw error; // another cloud on the same data folder was faster
    });
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function writeEntry(folder: string, entry: ZipEntry): Promise<void> {
  const file = path.join(folder, ...entry.name.split("/"));
  await mkdir(path.dirname(file), { recursive: true });
  const mode = entry.mode === undefined ? 0o644 : (entry.mode & 0o777) | 0o600; // we must be able to remove it again
  await writeFile(file, await entry.read(), { mode });
}

const linkBytesMax = 4_096;

/** A link that leads out of the package is omitted: it has no meaning on AWS. */
async function writeLink(folder: string, entry: ZipEntry): Promise<void> {
  const target = (await entry.read()).subarray(0, linkBytesMax).toString("utf8");
  const place = path.posix.dirname(entry.name);
  const inside = path.posix.normalize(path.posix.join(place, target));
  if (path.posix.isAbsolute(target) || target.includes("\0") || /^\.\.(\/|$)/.test(inside)) return;
  const link = path.join(folder, ...entry.name.split("/"));
  await mkdir(path.dirname(link), { recursive: true });
  try {
    await symlink(target, link);
  } catch (error) {
    // On Windows only some users may create links.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    await cp(path.join(folder, ...inside.split("/")), link, { recursive: true });
  }
}
