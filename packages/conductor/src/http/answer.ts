import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import zlib from "node:zlib";
import { clientFailure, HttpFailure } from "./failure.ts";
import type { ExchangeLimits, Timeouts } from "./timeouts.ts";
import type { Fail } from "./uri.ts";

export interface HttpAnswer {
  status: number;
  statusText: string;
  /** As sent, in order; names that differ only in case are one, the last spelling counts, as in Spring. */
  headers: Record<string, string[]>;
  contentType: string | undefined;
  body: Buffer;
  /** The origin of a redirect that was not followed. */
  notFollowed?: string;
}

/** Headers that Apache's client removes when it decompresses. */
const compressed = ["content-encoding", "content-length", "content-md5"];

/** Reads a complete response, decompressed, within the limits. */
export async function readAnswer(
  method: string,
  response: IncomingMessage,
  limits: ExchangeLimits,
  timeouts: Timeouts,
  fail: Fail,
): Promise<HttpAnswer> {
  timeouts.progress();
  const headers = collectHeaders(response.rawHeaders);
  const status = response.statusCode ?? 0;
  const answer = {
    status,
    statusText: response.statusMessage ?? "",
    headers,
    contentType: headerOf({ headers }, "content-type"),
  };
  const empty = method === "HEAD" || status === 204 || status === 304;
  const coding = headerOf(answer, "content-encoding")?.trim().toLowerCase() ?? "";
  const unzip = !empty && ["gzip", "x-gzip", "deflate"].includes(coding);
  try {
    const body = await collect(response, unzip, limits.bodyBytesMax, timeouts, fail);
    return unzip ? { ...answer, headers: without(headers, compressed), body } : { ...answer, body };
  } catch (error) {
    if (error instanceof HttpFailure) throw error;
    if (timeouts.expired() !== undefined && limits.readIsTotal) throw error;
    throw clientFailure(
      `Error while extracting response for type [class java.lang.String] and content type [${answer.contentType ?? "application/octet-stream"}]`,
    ).asPassing();
  }
}

async function collect(
  response: IncomingMessage,
  unzip: boolean,
  bytesMax: number,
  timeouts: Timeouts,
  fail: Fail,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of unzip ? unzipped(response) : (response as AsyncIterable<Buffer>)) {
    timeouts.progress();
    bytes += piece.length;
    if (bytes > bytesMax) throw fail(`the answer is larger than ${bytesMax} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function unzipped(response: Readable): AsyncIterable<Buffer> {
  const unzip = zlib.createUnzip();
  response.once("error", (error) => unzip.destroy(error));
  return response.pipe(unzip);
}

function collectHeaders(raw: readonly string[]): Record<string, string[]> {
  const byName = new Map<string, [name: string, values: string[]]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = "", value = ""] = [raw[index], raw[index + 1]];
    const known = byName.get(name.toLowerCase());
    byName.set(name.toLowerCase(), [name, [...(known?.[1] ?? []), value]]);
  }
  return Object.fromEntries(byName.values());
}

function without(headers: Record<string, string[]>, names: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())));
}

/** The first value of a header. */
export function headerOf(
  { headers }: { headers: Record<string, string[]> },
  wanted: string,
): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1][0];
}
