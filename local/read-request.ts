import type { IncomingMessage, ServerResponse } from "node:http";
import type { WireRequest, WireResponse } from "./aws/wire/wire.ts";

/** The body was larger than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** A request with its body complete, or BodyTooLarge. */
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

async function readBody(request: IncomingMessage, bodyBytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyBytesMax) throw new BodyTooLarge(`more than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length);
}

function flatten(headers: IncomingMessage["headers"]): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

/** Sends an answer whole. */
export function sendResponse(response: ServerResponse, { status, headers, body }: WireResponse): void {
  if (response.destroyed) return;
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  if (status !== 204 && status !== 304) response.setHeader("Content-Length", bytes.length);
  response.writeHead(status, headers);
  response.end(bytes);
}
