import type { WireRequest } from "../../wire/wire.ts";
import type { ClientRequest } from "./exchange.ts";
import { GatewayFailure } from "./failure.ts";
import { dropHeader, type HeaderList, headerOf, setHeader } from "./headers.ts";

/** A call of an API, as the server hands it over. */
export interface ExecuteCall {
  apiId: string;
  stage: string;
  /** After the stage, with its leading slash, still percent-encoded. */
  path: string;
  request: WireRequest;
  /** As Node gives them: API Gateway tells header names by their case, which WireRequest has lost. */
  rawHeaders?: readonly string[];
  sourceIp: string;
  protocol: string;
}

const bodyBytesMax = 10_485_760;
const headerBytesMax = 10_240;

/** Headers that end at API Gateway's door: no mapping, template or function sees them. */
const dropped = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
]);

/** The request as the boxes see it, with the headers that the gateway itself adds. */
export function clientRequest(
  { request, rawHeaders, path, sourceIp }: ExecuteCall,
  traceId: string,
  host: string,
): ClientRequest {
  const headers = rawHeaders ? pairs(rawHeaders) : (Object.entries(request.headers) as HeaderList);
  const kept = headers.filter(([name]) => !dropped.has(name.toLowerCase()));
  setHeader(kept, "Host", host);
  setHeader(kept, "X-Amzn-Trace-Id", traceId);
  const via = headerOf(kept, "x-forwarded-for");
  setHeader(kept, "X-Forwarded-For", via === undefined ? sourceIp : `${via}, ${sourceIp}`);
  if (headerOf(kept, "x-forwarded-port") === undefined) kept.push(["X-Forwarded-Port", "443"]);
  if (headerOf(kept, "x-forwarded-proto") === undefined) kept.push(["X-Forwarded-Proto", "https"]);
  dropHeader(kept, "keep-alive");
  return { method: request.method, path, headers: kept, query: [...request.query], body: request.body };
}

/** Refuses what is larger than API Gateway takes. */
export function checkSize({ request, rawHeaders, path }: ExecuteCall): void {
  if (request.body.length > bodyBytesMax) {
    throw new GatewayFailure("REQUEST_TOO_LARGE", `HTTP content length exceeded ${bodyBytesMax} bytes.`);
  }
  const headers = rawHeaders ?? Object.entries(request.headers).flat();
  let bytes = request.method.length + path.length;
  for (const text of headers) bytes += Buffer.byteLength(text);
  if (bytes > headerBytesMax) {
    throw new GatewayFailure("DEFAULT_4XX", "Request Header Fields Too Large", {
      status: 431,
      errorType: "BadRequestException",
    });
  }
}

function pairs(raw: readonly string[]): HeaderList {
  const list: HeaderList = [];
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return list;
}
