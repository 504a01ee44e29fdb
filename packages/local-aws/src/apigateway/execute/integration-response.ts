import type { Integration, IntegrationResponse } from "@aws-sdk/client-api-gateway";
import type { Journal } from "../../journal.ts";
import { templateFor } from "./accept.ts";
import { convertBody, isBinary } from "./binary.ts";
import type { CompiledResponse } from "./compile.ts";
import type { EndpointResponse, MethodAnswer, Routed } from "./exchange.ts";
import { GatewayFailure, misconfigured } from "./failure.ts";
import { type HeaderList, headerOf, setHeader } from "./headers.ts";
import { textAtPath, wholeBody, withCustomError } from "./json-body.ts";
import { type MappingSource, mapped } from "./parameter-mapping.ts";
import { renderMapping } from "./render.ts";

const statusMin = 100;
const statusMax = 599;

/** The fifth box: a pattern picks the response, its mappings the headers, Accept the template, overrides win. */
export function mapIntegrationResponse(
  exchange: Routed,
  integration: Integration,
  endpoint: EndpointResponse,
  journal: Journal,
): MethodAnswer {
  const response = choose(exchange.method.responses, selector(integration, endpoint), endpoint.status);
  const declared = response.statusCode ?? "";
  if (!exchange.method.method.methodResponses?.[declared])
    throw misconfigured(`Output mapping refers to an invalid method response: ${declared}`);
  const headers = mapHeaders(exchange, response, endpoint);
  const body = render(exchange, response, endpoint, journal);
  const override = exchange.responseOverride;
  for (const [name, value] of Object.entries(override.header ?? {})) setHeader(headers, name, value);
  return { status: validStatus(override.status) ?? Number(declared), headers, body };
}

/** For a function its errorMessage, nothing where it succeeded; for MOCK and others the status. */
function selector({ type, uri }: Integration, { status, body }: EndpointResponse): string {
  if (type !== "AWS" || !uri?.includes(":lambda:path/")) return String(status);
  if (!body.includes("errorMessage")) return "";
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    const message = (parsed as { errorMessage?: unknown } | null)?.errorMessage;
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}

function choose(responses: readonly CompiledResponse[], text: string, status: number): IntegrationResponse {
  const chosen =
    responses.find(({ pattern }) => pattern?.test(text)) ??
    responses.find(({ pattern }) => pattern === undefined);
  if (chosen) return chosen.response;
  throw misconfigured(
    `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${status}`,
  );
}

function mapHeaders(exchange: Routed, response: IntegrationResponse, endpoint: EndpointResponse): HeaderList {
  const headers: HeaderList = [];
  if (!response.responseParameters) return headers;
  const source = integrationResponse(endpoint);
  for (const [target, expression] of Object.entries(response.responseParameters)) {
    const value = mapped(expression, source, exchange.context, exchange.stage.variables);
    if (value) setHeader(headers, target.replace("method.response.header.", ""), value);
  }
  return headers;
}

function integrationResponse({ headers, body }: EndpointResponse): MappingSource {
  const broken = () => {
    throw new GatewayFailure("DEFAULT_5XX", "Internal server error", {
      reason: "Execution failed due to configuration error: Invalid JSON in response body",
    });
  };
  return {
    header: (name) => headers.filter(([key]) => key === name).map(([, value]) => value),
    body: () => wholeBody(body.toString("utf8"), broken),
    bodyPath: (path) => {
      const text = body.toString("utf8");
      const read = /^errorMessage[.[]/.test(path) ? withCustomError(text) : text;
      return textAtPath(read, path, broken);
    },
  };
}

function render(
  exchange: Routed,
  response: IntegrationResponse,
  endpoint: EndpointResponse,
  journal: Journal,
): Buffer | string {
  const template = templateFor(
    response.responseTemplates,
    headerOf(exchange.request.headers, "accept"),
  )?.template;
  const body = payload(exchange, response, endpoint);
  if (!template) return body;
  if (typeof body !== "string") throw misconfigured("Unable to transform response");
  const rendered = renderMapping(exchange, journal, { phase: "response", template, body });
  if (rendered.responseOverride) exchange.responseOverride = rendered.responseOverride;
  return rendered.output;
}

function payload(
  { api, request }: Routed,
  response: IntegrationResponse,
  endpoint: EndpointResponse,
): Buffer | string {
  const types = api.api.binaryMediaTypes;
  if (!types?.length && response.contentHandling !== "CONVERT_TO_BINARY")
    return endpoint.body.toString("utf8");
  const binary = isBinary(headerOf(endpoint.headers, "content-type"), types);
  const wanted = isBinary(headerOf(request.headers, "accept"), types);
  const fallback = wanted ? "CONVERT_TO_BINARY" : "CONVERT_TO_TEXT";
  const handling = response.contentHandling ?? fallback;
  if (binary) return convertBody(endpoint.body, true, handling);
  return convertBody(endpoint.body, false, handling);
}

/** A status that is no integer, or none of HTTP's, is ignored. */
function validStatus(status: number | undefined): number | undefined {
  return status !== undefined && Number.isInteger(status) && status >= statusMin && status <= statusMax
    ? status
    : undefined;
}
