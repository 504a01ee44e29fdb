import type { Integration } from "@aws-sdk/client-api-gateway";
import type { EndpointResponse, IntegrationRequest, MethodAnswer, Routed } from "./exchange.ts";
import { GatewayFailure, misconfigured } from "./failure.ts";
import { callFunction, type InvokeLambda } from "./lambda.ts";
import { answerMock } from "./mock.ts";
import { answerOfProxy, proxyEvent } from "./proxy.ts";

const timeoutMillisDefault = 29_000;

/** What an integration made of the call: an answer to map, or, by a proxy, one that is finished. */
export type Outcome = { endpoint: EndpointResponse } | { answer: MethodAnswer };

/** The fourth box: the backend is called, and waited for as long as the integration allows. */
export async function callIntegration(
  exchange: Routed,
  integration: Integration,
  request: IntegrationRequest,
  invoke: InvokeLambda,
): Promise<Outcome> {
  if (integration.type === "MOCK") return { endpoint: answerMock(request) };
  if (integration.type === "AWS") {
    const call = callFunction(exchange, request, request.body, invoke);
    return { endpoint: await within(integration, call) };
  }
  if (integration.type === "AWS_PROXY") {
    if (request.httpMethod !== "POST")
      throw misconfigured("AWS_PROXY integrations must call a function by POST");
    const event = JSON.stringify(proxyEvent(exchange));
    const endpoint = await within(
      integration,
      callFunction(exchange, { ...request, headers: [] }, event, invoke),
    );
    return { answer: answerOfProxy(exchange, endpoint) };
  }
  throw misconfigured(`${integration.type} integrations are not part of this tutorial's local cloud`);
}

async function within<T>(
  { timeoutInMillis = timeoutMillisDefault }: Integration,
  call: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new GatewayFailure("INTEGRATION_TIMEOUT", "Endpoint request timed out", {
          reason: "Execution failed due to a timeout error",
        }),
      );
    }, timeoutInMillis);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
