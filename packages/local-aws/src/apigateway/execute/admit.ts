import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { GatewayFailure, unsupportedMediaType } from "@long-running-api/api-gateway";
import { dropHeader, type HeaderList, headerOf } from "@long-running-api/api-gateway/headers";
import type { Exchange, ExecuteCall } from "./exchange.ts";

const bodyBytesMax = 10_485_760;
const headerBytesMax = 10_240;

/** Rejects requests over API Gateway's size limits and decompresses the body; not for calls from the Test tab. */
export function admit(exchange: Exchange): Exchange | Promise<Exchange> {
  const { arrival, request } = exchange;
  if (arrival.kind === "test") return exchange;
  checkSize(arrival.call);
  const coding = headerOf(request.headers, "content-encoding")?.trim().toLowerCase() ?? "identity";
  if (coding === "identity" || request.body.length === 0) return exchange;
  return decompress(exchange, coding);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html */
async function decompress(exchange: Exchange, coding: string): Promise<Exchange> {
  const { request } = exchange;
  const headers: HeaderList = [...request.headers];
  dropHeader(headers, "content-encoding");
  const decode =
    coding === "gzip" ? promisify(gunzip) : coding === "deflate" ? promisify(inflate) : undefined;
  try {
    if (decode) {
      const body = await decode(request.body, { maxOutputLength: bodyBytesMax });
      return { ...exchange, request: { ...request, headers, body } };
    }
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
  }
  throw unsupportedMediaType();
}

function tooLarge(): GatewayFailure {
  const message = `HTTP content length exceeded ${bodyBytesMax} bytes.`;
  return new GatewayFailure({ responseType: "REQUEST_TOO_LARGE", message });
}

function checkSize({ request, rawHeaders, path }: ExecuteCall): void {
  if (request.body.length > bodyBytesMax) throw tooLarge();
  const headers = rawHeaders ?? Object.entries(request.headers).flat();
  let bytes = request.method.length + path.length;
  for (const text of headers) bytes += Buffer.byteLength(text);
  if (bytes <= headerBytesMax) return;
  throw new GatewayFailure({
    responseType: "DEFAULT_4XX",
    message: "Request Header Fields Too Large",
    status: 431,
    errorType: "BadRequestException",
  });
}
