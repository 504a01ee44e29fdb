import { GatewayFailure } from "@long-running-api/api-gateway";
import type { Exchange } from "./exchange.ts";

const bodyBytesMax = 10_485_760;
const headerBytesMax = 10_240;

/** Refuses what is larger than API Gateway takes. */
export function admit(exchange: Exchange): Exchange {
  const { arrival } = exchange;
  if (arrival.kind === "test") return exchange;
  const { request, rawHeaders, path } = arrival.call;
  if (request.body.length > bodyBytesMax) {
    throw new GatewayFailure({
      responseType: "REQUEST_TOO_LARGE",
      message: `HTTP content length exceeded ${bodyBytesMax} bytes.`,
    });
  }
  const headers = rawHeaders ?? Object.entries(request.headers).flat();
  let bytes = request.method.length + path.length;
  for (const text of headers) bytes += Buffer.byteLength(text);
  if (bytes <= headerBytesMax) return exchange;
  throw new GatewayFailure({
    responseType: "DEFAULT_4XX",
    message: "Request Header Fields Too Large",
    status: 431,
    errorType: "BadRequestException",
  });
}
