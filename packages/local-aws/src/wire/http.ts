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
async function readBody(request: IncomingMessage, bodyBytesMax: number): Promise<Buffer> {
  const { headers } = request;
  if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) return noBody;
  let chunks: Buffer[] = [];
  let length = 0;
  return await new Promise((resolve, reject) => {
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
      if (!request.complete) reject(disconnected());
    });
  });
}

const noBody = Buffer.alloc(0);

function disconnected(): Error {
  return Object.assign(new Error("The client went away."), { code: "ECONNRESET" });
}

/** Node joins repeated headers, except one that a request hardly ever has. */
function flatten(headers: IncomingMessage["headers"]): WireRequest["headers"] {
  const cookies = headers["set-cookie"];
  const joined = cookies === undefined ? headers : { ...headers, "set-cookie": cookies.join(", ") };
  return joined as Record<string, string>;
}

function withLength(headers: WireResponse["headers"], body: WireResponse["body"]) {
  const all: Record<string, string | number> = {};
  for (const name in headers)
    if (name.length !== lengthName.length || name.toLowerCase() !== lengthName.toLowerCase())
      all[name] = headers[name] as string;
  all[lengthName] = Buffer.byteLength(body);
  return all;
}

const lengthName = "Content-Length";

/** Sends a complete response. */
export function sendResponse(response: ServerResponse, { status, headers, body }: WireResponse): void {
  if (response.destroyed) return;
  // All at once: Node handles headers that were set before on a slower path.
  response.writeHead(status, status === 204 || status === 304 ? headers : withLength(headers, body));
  response.end(body); // Node sends a text and its headers in one packet
}
