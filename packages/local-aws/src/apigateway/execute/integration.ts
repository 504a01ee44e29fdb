import {
  answerMock,
  GatewayFailure,
  type IntegrationAnswer,
  misconfigured,
  readFunctionUri,
  utf8Text,
} from "@long-running-api/api-gateway";
import { inTime } from "../../in-time.ts";
import { integrationTimeoutMillisDefault } from "../store.ts";
import { callTable } from "./dynamodb.ts";
import type { Answered, Requested } from "./exchange.ts";
import { callFunction } from "./lambda.ts";
import { javaMap } from "./log.ts";
import type { Services } from "./services.ts";

/** Calls the backend and waits up to the integration's timeout. */
export function callIntegration(
  exchange: Requested,
  { invokeLambda, callDynamoDb, now }: Pick<Services, "invokeLambda" | "callDynamoDb" | "now">,
): Answered | Promise<Answered> {
  const { integration, integrationRequest: request } = exchange;
  if (integration.type === "MOCK") return { ...exchange, endpoint: answerMock(request) };
  const sent = now().getTime();
  const proxy = integration.type === "AWS_PROXY";
  if (proxy && request.httpMethod !== "POST")
    throw misconfigured("AWS_PROXY integrations must call a function by POST");
  // A proxied call is always synchronous: mapped headers do not reach Lambda.
  const payload = proxy ? { ...request, headers: [] } : request;
  const called = readFunctionUri(request.uri)
    ? callFunction(exchange, payload, invokeLambda)
    : callTable(exchange, payload, callDynamoDb);
  return within(integration.timeoutInMillis ?? integrationTimeoutMillisDefault, called).then((endpoint) => {
    const millis = now().getTime() - sent;
    exchange.trace.endpoint = endpoint;
    exchange.trace.endpointMs = millis;
    exchange.log.add(answerLines(endpoint, millis));
    return { ...exchange, endpoint };
  });
}

function within<T>(millisMax: number, call: Promise<T>): Promise<T> {
  return inTime(call, millisMax, () => {
    return new GatewayFailure({
      responseType: "INTEGRATION_TIMEOUT",
      message: "Endpoint request timed out",
      reason: "Execution failed due to a timeout error",
    });
  });
}

function answerLines({ status, headers, body }: IntegrationAnswer, millis: number): () => string[] {
  return () => [
    `Received response. Status: ${status}, Integration latency: ${millis} ms`,
    `Endpoint response headers: ${javaMap(headers)}`,
    `Endpoint response body before transformations: ${utf8Text(body)}`,
  ];
}
