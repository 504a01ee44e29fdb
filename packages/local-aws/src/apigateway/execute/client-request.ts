import { dropHeader, type HeaderList, headerOf, setHeader } from "@long-running-api/api-gateway/headers";
import type { ClientRequest, ExecuteCall } from "./exchange.ts";

/** Headers that API Gateway drops on entry: no mapping, template or function sees them. */
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

/** The request as the boxes see it, with the headers that the gateway adds. */
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

function pairs(raw: readonly string[]): HeaderList {
  const list: HeaderList = [];
  for (let index = 0; index + 1 < raw.length; index += 2) list.push([raw[index] ?? "", raw[index + 1] ?? ""]);
  return list;
}
