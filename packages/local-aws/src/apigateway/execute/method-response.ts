import {
  finishMethodResponse,
  type MethodAnswer,
  misconfigured,
  utf8Text,
} from "@long-running-api/api-gateway";
import { andThen } from "./chain.ts";
import { compressed } from "./compress.ts";
import type { Responded } from "./exchange.ts";
import { javaMap } from "./log.ts";

/** The last box: the response to the client, with the headers that the gateway adds. */
export function methodResponse(exchange: Responded): Responded | Promise<Responded> {
  const { answer, integration, log, traceId } = exchange;
  // After an informational status, a client would wait forever for the final one.
  if (answer.status < 200) throw misconfigured(`Invalid status for a response: ${answer.status}`);
  const headers = finishMethodResponse(integration.type, answer.headers);
  if (integration.type === "AWS" || integration.type === "AWS_PROXY")
    headers.unshift(["X-Amzn-Trace-Id", traceId]);
  log.add(answerLines({ ...answer, headers }));
  return andThen(compressed(exchange, { ...answer, headers }), (sent) => ({ ...exchange, answer: sent }));
}

function answerLines({ body, headers }: MethodAnswer): () => string[] {
  return () => [
    `Method response body after transformations: ${typeof body === "string" ? body : utf8Text(body)}`,
    `Method response headers: ${javaMap(headers)}`,
  ];
}
