import type { Integration } from "@aws-sdk/client-api-gateway";
import type { EndpointResponse, IntegrationRequest, Routed } from "./exchange.ts";
import { GatewayFailure, misconfigured } from "./failure.ts";
import { callFunction, type InvokeLambda } from "./lambda.ts";
import { answerMock } from "./mock.ts";

const timeoutMillisDefault = 29_000;

/** The fourth box: the backend is called, and waited for as long as the integration allows. */
export async function callIntegration(
  exchange: Routed,
  integration: Integration,
  request: IntegrationRequest,
  invoke: InvokeLambda,
): Promise<EndpointResponse> {
  if (integration.type === "MOCK") return answerMock(request);
  if (integration.type === "AWS") return await within(integration, callFunction(exchange, request, invoke));
  if (request.httpMethod !== "POST")
    throw misconfigured("AWS_PROXY integrations must call a function by POST");
  // A proxied call is always synchronous: headers that are mapped do not reach Lambda.
  return await within(integration, callFunction(exchange, { ...request, headers: [] }, invoke));
}

/** HTTP integrations can be configured, but not called: nothing here leaves this machine. */
export function requireCallable({ type }: Integration): void {
  if (type !== "MOCK" && type !== "AWS" && type !== "AWS_PROXY")
    throw misconfigured(
      `${type} integrations are not part of this tutorial: only functions and MOCK can be called`,
    );
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
