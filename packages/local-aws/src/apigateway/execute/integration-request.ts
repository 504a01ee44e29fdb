import type { Integration } from "@aws-sdk/client-api-gateway";
import { GatewayFailure, misconfigured, utf8Text } from "@long-running-api/api-gateway";
import type { HeaderList } from "@long-running-api/api-gateway/headers";
import { andThen } from "./chain.ts";
import { callOf, type Requested, type Routed } from "./exchange.ts";
import { endpointOf } from "./lambda.ts";
import { javaMap } from "./log.ts";
import type { Services } from "./services.ts";
import { sourceArn } from "./source-arn.ts";
import { traceRendering } from "./template-trace.ts";

/** Maps the parameters; the Content-Type selects the template; the template makes the body. */
export function integrationRequest(
  exchange: Routed,
  { mapper, journal }: Pick<Services, "mapper" | "journal">,
): Requested | Promise<Requested> {
  const { method } = exchange.method;
  const integration = method.methodIntegration ?? {};
  requireCallable(integration);
  return andThen(mapper.request(method, callOf(exchange)), (outcome) => {
    exchange.trace.requestChoices = outcome.choices;
    traceRendering(exchange, outcome.choices.rendering, journal);
    if ("failure" in outcome) throw new GatewayFailure(outcome.failure);
    const { request, carried } = outcome;
    exchange.trace.request = request;
    const requested = { ...exchange, integration, integrationRequest: request, carried };
    if (integration.type !== "MOCK") exchange.log.add(sentLines(requested));
    return requested;
  });
}

/** HTTP integrations can be configured but not called: nothing leaves this machine. */
function requireCallable({ type }: Integration): void {
  if (type !== "MOCK" && type !== "AWS" && type !== "AWS_PROXY")
    throw misconfigured(
      `${type} integrations are not in the embedded cloud: only functions and MOCK can be called`,
    );
}

/** The endpoint request for the log, without its signature. */
function sentLines(exchange: Requested): () => string[] {
  const { log, context, traceId, integration } = exchange;
  const { uri, headers, body } = exchange.integrationRequest;
  // Recorded: a call with a role's credentials has no source ARN.
  const source: HeaderList = integration.credentials ? [] : [["X-Amz-Source-Arn", sourceArn(exchange)]];
  return () => {
    const endpoint = endpointOf(uri);
    const sent: HeaderList = [
      ["x-amzn-lambda-integration-tag", log.requestId],
      ["x-amzn-apigateway-api-id", context.apiId],
      ...source,
      ...headers,
      ["Accept", "application/json"],
      ["User-Agent", `AmazonAPIGateway_${context.apiId}`],
      ["X-Amzn-Trace-Id", traceId],
    ];
    return [
      `Endpoint request URI: ${endpoint}`,
      `Endpoint request headers: ${javaMap(sent)}`,
      `Endpoint request body after transformations: ${typeof body === "string" ? body : utf8Text(body)}`,
      `Sending request to ${endpoint}`,
    ];
  };
}
