import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise, validateFileName, type ZipFile } from "yauzl";

/** The zip is invalid or unsafe to unpack. */
export class ZipRefused extends Error {
  override readonly name = "ZipRefused";
  readonly reason: "not-a-zip" | "empty" | "too-large";

  constructor(reason: ZipRefused["reason"], detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/** A file in a zip. */
export interface ZipEntry {
  /** Relative, with `/`, never upwards. */
  name: string;
  /** Unix permissions, if the zip has them. */
  mode: number | undefined;
  /** A symbolic link: its content is the target. */
  isLink: boolean;
  read(): Promise<Buffer>;
}

/** AWS's limit for a function's unpacked size. */
export const unzippedBytesMax = 262_144_000;

const madeOnUnix = 3;
const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;

/**
 * The files of a zip, checked before unpacking: names that lead out of the folder, and sizes. A file
 * may not unpack to more than its declared size, which stops zip bombs.
 */
export async function readZip(zip: Buffer): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  let total = 0;
  try {
    // Lambda unpacks on Linux, where names are bytes: UTF-8 even if the zip does not declare it.
    const file = await fromBufferPromise(zip, { lazyEntries: true, autoClose: false, decodeStrings: false });
    for await (const entry of file.eachEntry()) {
      const name = safeName(entry.fileNameRaw.toString("utf8"));
      if (name.endsWith("/")) continue; // a folder
      total += entry.uncompressedSize;
      if (total > unzippedBytesMax) throw new ZipRefused("too-large", `more than ${unzippedBytesMax} bytes`);
      const mode = modeOf(entry);
      const isLink = mode !== undefined && (mode & fileTypeMask) === symbolicLink;
      entries.push({ name, mode, isLink, read: () => readEntry(file, entry, name) });
    }
  } catch (error) {
    throw asRefusal(error);
  }
  if (entries.length === 0) throw new ZipRefused("empty", "no file in it");
  return entries;
}

function safeName(written: string): string {
  const name = written.replaceAll("\\", "/");
  const wrong = name.includes("\0") ? "a NUL in a name" : validateFileName(name);
  if (wrong !== null) throw new ZipRefused("not-a-zip", wrong);
  return name.replace(/^(\.?\/)+|(?<=\/)(\.?\/)+/g, "");
}

function modeOf({ versionMadeBy, externalFileAttributes }: Entry): number | undefined {
  const mode = externalFileAttributes >>> 16;
  return versionMadeBy >>> 8 === madeOnUnix && mode !== 0 ? mode : undefined;
}

async function readEntry(file: ZipFile, entry: Entry, name: string): Promise<Buffer> {
  try {
    return await buffer(await file.openReadStreamPromise(entry));
  } catch (error) {
    throw asRefusal(error, `${name}: `);
  }
}

function asRefusal(error: unknown, where = ""): ZipRefused {
  if (error instanceof ZipRefused) return error;
  return new ZipRefused("not-a-zip", where + (error instanceof Error ? error.message : String(error)));
}
