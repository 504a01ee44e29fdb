import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { stringifyJson } from "@long-running-api/conductor/json";
import { type Asset, loadAssets } from "./assets.ts";
import { streamEvents } from "./events.ts";
import { headersOf, securityHeaders } from "./guard.ts";
import type { RunKind } from "./run/record.ts";
import type { DashboardSource } from "./source.ts";

/** One request to the page's server. */
export interface PageExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly openSource: () => Promise<DashboardSource>;
}

const gzipBytesMin = 1_400;
const kinds: readonly RunKind[] = ["sync", "poll", "backoff", "callback"];

let assets: Promise<ReadonlyMap<string, Asset>> | undefined;

/** Answers a request: a file of the page, /events, /data/NAME, or /start. */
export async function answer({ request, response, openSource }: PageExchange): Promise<void> {
  const asked = request.url ?? "/";
  if (!URL.canParse(asked, "http://127.0.0.1"))
    return sendJson(request, response, 404, { message: `${asked} does not exist here.` });
  const { pathname, searchParams } = new URL(asked, "http://127.0.0.1");
  if (request.method === "POST" && pathname.startsWith("/act/")) {
    const { actions } = await openSource();
    const name = pathname.slice("/act/".length);
    const done = Object.hasOwn(actions, name) ? await actions[name]?.(searchParams) : undefined;
    return sendJson(
      request,
      response,
      done === undefined ? 404 : 200,
      done ?? { message: `There is no ${name}.` },
    );
  }
  if (request.method === "POST") {
    const kind = kinds.find((each) => pathname === `/start/${each}`);
    if (!kind) return sendJson(request, response, 404, { message: `${pathname} does not exist here.` });
    return sendJson(request, response, 200, await (await openSource()).start(kind));
  }
  if (pathname === "/events") return streamEvents(request, response, await openSource());
  if (pathname.startsWith("/data/")) {
    const { data } = await openSource();
    const name = pathname.slice("/data/".length);
    const read = Object.hasOwn(data, name) ? data[name] : undefined;
    const found = await read?.(searchParams);
    if (found === undefined)
      return sendJson(request, response, 404, { message: `There is no ${name} here.` });
    return sendJson(request, response, 200, found);
  }
  assets ??= loadAssets();
  const asset = (await assets.catch(forgetAndThrow)).get(pathname);
  if (!asset) return sendJson(request, response, 404, { message: `${pathname} does not exist here.` });
  sendAsset(request, response, asset, headersOf(pathname));
}

function forgetAndThrow(error: unknown): never {
  assets = undefined;
  throw error;
}

function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  asset: Asset,
  policy: Readonly<Record<string, string>>,
): void {
  const { type, body, gzipped, etag } = asset;
  const headers = {
    ...policy,
    "Content-Type": type,
    ETag: etag,
    "Cache-Control": "no-cache",
    Vary: "Accept-Encoding",
  };
  if (request.headers["if-none-match"] === etag) return void response.writeHead(304, headers).end();
  const zipped = takesGzip(request);
  response.writeHead(200, { ...headers, ...(zipped ? { "Content-Encoding": "gzip" } : {}) });
  response.end(request.method === "HEAD" ? undefined : zipped ? gzipped : body);
}

async function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: unknown,
): Promise<void> {
  const text = Buffer.from(stringifyJson(value));
  const zipped = text.length > gzipBytesMin && takesGzip(request);
  const body = zipped ? await promisify(gzip)(text, { level: 1 }) : text;
  response.writeHead(status, {
    ...securityHeaders,
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    Vary: "Accept-Encoding",
    ...(zipped ? { "Content-Encoding": "gzip" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function takesGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b/.test(String(headers["accept-encoding"] ?? ""));
}
