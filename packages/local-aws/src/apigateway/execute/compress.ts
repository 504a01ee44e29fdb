import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";
import type { MethodAnswer } from "@long-running-api/api-gateway";
import { headerOf } from "@long-running-api/api-gateway/headers";
import type { Exchange } from "./exchange.ts";

const codings = { gzip: promisify(gzip), deflate: promisify(deflate) } as const;

/**
 * Compresses a response if the API has a minimum compression size and the client accepts a supported coding.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-receive-response-with-compressed-payload.html
 */
export function compressed(
  { api, request, arrival }: Exchange,
  answer: MethodAnswer,
): MethodAnswer | Promise<MethodAnswer> {
  const min = api.api.minimumCompressionSize;
  if (min === undefined || arrival.kind === "test") return answer;
  if (headerOf(answer.headers, "content-encoding") !== undefined) return answer;
  const body = Buffer.from(answer.body);
  const accepted = (headerOf(request.headers, "accept-encoding") ?? "")
    .split(",")
    .map((coding) => (coding.split(";")[0] ?? "").trim().toLowerCase());
  const coding = accepted.find((each) => each === "gzip" || each === "deflate");
  if (body.length < min || coding === undefined || body.length === 0) return answer;
  const headers: MethodAnswer["headers"] = [...answer.headers, ["Content-Encoding", coding]];
  return codings[coding](body).then((packed) => ({ ...answer, headers, body: packed }));
}
