import type { IncomingMessage, ServerResponse } from "node:http";
import type { WireRequest, WireResponse } from "./wire.ts";

/** The body exceeded the limit. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** Reads a request with its complete body; throws BodyTooLarge. */
export async function readRequest(request: IncomingMessage, bodyBytesMax: number): Promise<WireRequest> {
  const url = request.url ?? "/";
  const question = url.indexOf("?");
  return {
    method: request.method ?? "GET",
    path: question < 0 ? url : url.slice(0, question),
    query: new URLSearchParams(question < 0 ? "" : url.slice(question + 1)),
    headers: flatten(request.headers),
    body: await readBody(request, bodyBytesMax),
  };
}

/** Uses events: an iterator takes several times as long. */
function readBody(request: IncomingMessage, bodyBytesMax: number): Promise<Buffer> {
  let chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyBytesMax) chunks.push(chunk);
      else {
        chunks = [];
        reject(new BodyTooLarge(`more than ${bodyBytesMax} bytes`));
      }
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(wentAway());
    });
  });
}

function wentAway(): Error {
  return Object.assign(new Error("The client went away."), { code: "ECONNRESET" });
}

function flatten(headers: IncomingMessage["headers"]): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

/** Sends a complete response. */
export function sendResponse(response: ServerResponse, { status, headers, body }: WireResponse): void {
  if (response.destroyed) return;
  if (status !== 204 && status !== 304) response.setHeader("Content-Length", Buffer.byteLength(body));
  response.writeHead(status, headers);
  response.end(body); // Node sends a text and its headers in one packet
}
