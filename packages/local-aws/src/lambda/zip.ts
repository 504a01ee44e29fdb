import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";

/** The zip cannot be unpacked, or must not be. */
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
  /** Unix permissions, where the zip has them. */
  mode: number | undefined;
  read(): Promise<Buffer>;
}

const signature = { end: 0x06054b50, central: 0x02014b50, local: 0x04034b50 } as const;
const endBytes = 22;
const commentBytesMax = 0xffff;
const centralBytes = 46;
const localBytes = 30;
const compression = { stored: 0, deflated: 8 } as const;

/** What a function may unpack to, as AWS counts it. */
export const unzippedBytesMax = 262_144_000;
const entriesMax = 65_535;

/**
 * The files of a zip, checked before anything is unpacked: names that lead out of the folder, and sizes. What a file
 * really unpacks to is held to the size that it claims, so a bomb bursts against it.
 */
export function readZip(zip: Buffer): ZipEntry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  let total = 0;
  for (let index = 0; index < Math.min(count, entriesMax); index += 1) {
    if (at + centralBytes > zip.length || zip.readUInt32LE(at) !== signature.central)
      throw broken("its directory ends early");
    const header = readHeader(zip, at);
    at += header.bytes;
    if (header.name.endsWith("/")) continue; // a folder
    total += header.size;
    if (total > unzippedBytesMax) throw new ZipRefused("too-large", `more than ${unzippedBytesMax} bytes`);
    entries.push({ name: safeName(header.name), mode: header.mode, read: () => readEntry(zip, header) });
  }
  if (entries.length === 0) throw new ZipRefused("empty", "no file in it");
  return entries;
}

interface Header {
  bytes: number;
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
  mode: number | undefined;
}

function readHeader(zip: Buffer, at: number): Header {
  const nameBytes = zip.readUInt16LE(at + 28);
  const madeOnUnix = zip.readUInt8(at + 5) === 3;
  const mode = zip.readUInt32LE(at + 38) >>> 16;
  return {
    bytes: centralBytes + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32),
    name: zip.toString("utf8", at + centralBytes, at + centralBytes + nameBytes),
    method: zip.readUInt16LE(at + 10),
    packed: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    offset: zip.readUInt32LE(at + 42),
    mode: madeOnUnix && mode !== 0 ? mode : undefined,
  };
}

/** The end of the directory is the last thing in the file but for a comment. */
function findEnd(zip: Buffer): number {
  for (let at = zip.length - endBytes; at >= Math.max(0, zip.length - endBytes - commentBytesMax); at -= 1) {
    if (zip.readUInt32LE(at) === signature.end) return at;
  }
  throw broken("it has no directory");
}

function safeName(name: string): string {
  const parts = name.replaceAll("\\", "/").split("/");
  if (name.includes("\0") || name.startsWith("/") || /^[a-zA-Z]:/.test(name) || parts.includes(".."))
    throw broken(`the name ${JSON.stringify(name)} leads out of it`);
  return parts.filter((part) => part !== "" && part !== ".").join("/");
}

async function readEntry(zip: Buffer, { offset, packed, size, method, name }: Header): Promise<Buffer> {
  if (offset + localBytes > zip.length || zip.readUInt32LE(offset) !== signature.local)
    throw broken(`${name} is missing`);
  const start = offset + localBytes + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const data = zip.subarray(start, start + packed);
  if (data.length !== packed) throw broken(`${name} is cut off`);
  const bytes = method === compression.stored ? data : await inflate(data, size, method, name);
  if (bytes.length !== size) throw broken(`${name} has another size than it says`);
  return bytes;
}

const inflateAsync = promisify(inflateRaw) as (
  data: Buffer,
  options: { maxOutputLength: number },
) => Promise<Buffer>;

async function inflate(data: Buffer, size: number, method: number, name: string): Promise<Buffer> {
  if (method !== compression.deflated)
    throw broken(`${name} is packed in a way that is not known (${method})`);
  try {
    return await inflateAsync(data, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw broken(`${name} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function broken(detail: string): ZipRefused {
  return new ZipRefused("not-a-zip", detail);
}
