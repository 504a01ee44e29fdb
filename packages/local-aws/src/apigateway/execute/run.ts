import type { Integration } from "@aws-sdk/client-api-gateway";
import type { Journal } from "../../journal.ts";
import type { EndpointResponse, Exchange, MethodAnswer, Routed } from "./exchange.ts";
import { GatewayFailure, misconfigured } from "./failure.ts";
import { answerFailure } from "./gateway-response.ts";
import { type HeaderList, single } from "./headers.ts";
import { callIntegration, requireCallable } from "./integration.ts";
import { logIntegrationRequest, mapIntegrationRequest } from "./integration-request.ts";
import { mapIntegrationResponse } from "./integration-response.ts";
import type { InvokeLambda } from "./lambda.ts";
import { javaMap } from "./log.ts";
import { finishMethodResponse } from "./method-response.ts";
import { answerOfProxy } from "./proxy.ts";

export interface RunOptions {
  journal: Journal;
  now(): Date;
  invokeLambda: InvokeLambda;
}

/** The answer of a call, and whether it went through: a failure carries no trace header. */
export interface Finished extends MethodAnswer {
  failed: boolean;
}

/** Takes a call through the boxes, in the console's order; `enter` is what lies before the integration. */
export async function run(options: RunOptions, exchange: Exchange, enter: () => void): Promise<Finished> {
  try {
    const answer = await through(options, exchange, enter);
    exchange.log.add("Successfully completed execution");
    exchange.log.add(`Method completed with status: ${answer.status}`);
    return { ...answer, failed: false };
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    const answer = answerFailure(exchange, error);
    exchange.log.add(error.reason ?? `Execution failed: ${error.message}`);
    exchange.log.add(`Method completed with status: ${answer.status}`);
    return { ...answer, failed: true };
  }
}

async function through(options: RunOptions, exchange: Exchange, enter: () => void): Promise<MethodAnswer> {
  exchange.log.add(`Starting execution for request: ${exchange.log.requestId}`);
  enter();
  const routed = exchange as Routed;
  const { integration } = routed.method;
  logMethodRequest(routed);
  if (!integration) throw misconfigured("No integration defined for method");
  const answer = await integrate(options, routed, integration);
  // After an informational status a client would wait for the real one, for ever.
  if (answer.status < 200) throw misconfigured(`Invalid status for a response: ${answer.status}`);
  const headers = finishMethodResponse(integration.type, answer.headers);
  if (integration.type === "AWS" || integration.type === "AWS_PROXY")
    headers.unshift(["X-Amzn-Trace-Id", exchange.traceId]);
  exchange.log.add(`Method response body after transformations: ${answer.body.toString()}`);
  exchange.log.add(`Method response headers: ${javaMap(headers)}`);
  return { ...answer, headers };
}

async function integrate(
  { journal, invokeLambda, now }: RunOptions,
  exchange: Routed,
  integration: Integration,
): Promise<MethodAnswer> {
  requireCallable(integration);
  const request = mapIntegrationRequest(exchange, integration, journal);
  const mock = integration.type === "MOCK";
  if (!mock) logIntegrationRequest(exchange, request);
  const sent = now().getTime();
  const endpoint = await callIntegration(exchange, integration, request, invokeLambda);
  if (!mock) logEndpointResponse(exchange, endpoint, now().getTime() - sent);
  if (integration.type === "AWS_PROXY") return answerOfProxy(exchange, endpoint);
  return mapIntegrationResponse(exchange, integration, endpoint, journal);
}

function logMethodRequest({ log, request, pathParameters }: Routed): void {
  log.add(`HTTP Method: ${request.method}, Resource Path: ${request.path}`);
  log.add(`Method request path: ${javaMap(Object.entries(pathParameters))}`);
  log.add(`Method request query string: ${javaMap(Object.entries(single(request.query)))}`);
  log.add(`Method request headers: ${javaMap(loggable(request.headers))}`);
  log.add(`Method request body before transformations: ${request.body.toString("utf8")}`);
}

function logEndpointResponse(
  { log }: Routed,
  { status, headers, body }: EndpointResponse,
  millis: number,
): void {
  log.add(`Received response. Status: ${status}, Integration latency: ${millis} ms`);
  log.add(`Endpoint response headers: ${javaMap(headers)}`);
  log.add(`Endpoint response body before transformations: ${body.toString("utf8")}`);
}

/** Keys and signatures do not belong in a log. */
function loggable(headers: HeaderList): [string, string][] {
  return headers.map(([name, value]) => [
    name,
    /^(authorization|x-api-key)$/i.test(name) ? hidden(value) : value,
  ]);
}

function hidden(value: string): string {
  return `${"*".repeat(Math.max(0, value.length - 6))}${value.slice(-6)}`;
}
