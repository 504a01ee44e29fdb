import type { Integration } from "@aws-sdk/client-api-gateway";
import type { Journal } from "../../journal.ts";
import { convertBody, isBinary } from "./binary.ts";
import type { IntegrationRequest, RequestOverride, Routed } from "./exchange.ts";
import { GatewayFailure, misconfigured } from "./failure.ts";
import { type HeaderList, headerOf, setHeader } from "./headers.ts";
import { isBroken } from "./json-body.ts";
import { endpointOf, sourceArn } from "./lambda.ts";
import { javaMap } from "./log.ts";

import { methodSource } from "./method-source.ts";
import { mapped } from "./parameter-mapping.ts";
import { proxyEvent } from "./proxy.ts";
import { renderMapping } from "./render.ts";

/** Headers that an AWS integration sets by itself: a mapping that names one fails the call. */
const reserved = new Set([
  "authorization",
  "connection",
  "content-length",
  "expect",
  "proxy-authenticate",
  "te",
  "transfer-encoding",
  "x-amzn-apigateway-api-id",
  "x-amzn-trace-id",
]);

/** The third box: parameters are mapped, the content type picks the template, the template makes the body. */
export function mapIntegrationRequest(
  exchange: Routed,
  integration: Integration,
  journal: Journal,
): IntegrationRequest {
  const proxy = integration.type === "AWS_PROXY" || integration.type === "HTTP_PROXY";
  const template = proxy ? undefined : chooseTemplate(integration, exchange);
  const parameters = mapParameters(exchange, integration.requestParameters);
  const body = proxy ? JSON.stringify(proxyEvent(exchange)) : payload(exchange, integration);
  let output: Buffer | string = body;
  if (template !== undefined) {
    if (typeof body !== "string") throw misconfigured("Unable to transform request");
    if (readsDocument.test(template) && isBroken(body)) throw invalidJson();
    const rendered = renderMapping(exchange, journal, { phase: "request", template, body });
    output = rendered.output;
    override(parameters, rendered.requestOverride);
    if (rendered.responseOverride) exchange.responseOverride = rendered.responseOverride;
  }
  const forbidden = parameters.header.find(([name]) => reserved.has(name.toLowerCase()));
  if (forbidden) throw misconfigured(`${forbidden[0]} header already present`);
  const uri = fillUri(integration.uri ?? "", parameters.path, exchange.stage.variables);
  return {
    uri,
    httpMethod: integration.httpMethod ?? exchange.request.method,
    headers: parameters.header,
    body: output,
  };
}

interface Parameters {
  header: HeaderList;
  path: Record<string, string | string[]>;
  querystring: Record<string, string | string[]>;
}

/** The template for the request's content type, none for a body that passes through, 415 where neither is allowed. */
function chooseTemplate(integration: Integration, { request }: Routed): string | undefined {
  const templates = integration.requestTemplates ?? {};
  const contentType = headerOf(request.headers, "content-type") ?? "application/json";
  const template = templateFor(templates, contentType);
  if (template !== undefined) return template;
  const behavior = integration.passthroughBehavior ?? "WHEN_NO_MATCH";
  const none = Object.keys(templates).length === 0;
  if (behavior === "WHEN_NO_MATCH" || (behavior === "WHEN_NO_TEMPLATES" && none)) return undefined;
  throw new GatewayFailure("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
}

function templateFor(templates: Readonly<Record<string, string>>, contentType: string): string | undefined {
  const essence = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  const key = Object.keys(templates).find(
    (candidate) => candidate === contentType || candidate.toLowerCase() === essence,
  );
  return (key === undefined ? undefined : templates[key]) || templates["$default"] || undefined;
}

function payload({ request, api }: Routed, integration: Integration): Buffer | string {
  const binary = isBinary(headerOf(request.headers, "content-type"), api.api.binaryMediaTypes);
  return convertBody(request.body, binary, integration.contentHandling);
}

function mapParameters(exchange: Routed, mappings: Readonly<Record<string, string>> | undefined): Parameters {
  const parameters: Parameters = { header: [], path: {}, querystring: {} };
  if (!mappings) return parameters;
  const source = methodSource(exchange, () => {
    throw invalidJson();
  });
  for (const [target, expression] of Object.entries(mappings)) {
    const value = mapped(expression, source, exchange.context, exchange.stage.variables);
    if (!value) continue;
    const [, , location = "", ...rest] = target.split(".");
    const name = rest.join(".");
    if (location === "header") setHeader(parameters.header, name, value);
    else if (location === "path" || location === "querystring") parameters[location][name] = value;
  }
  return parameters;
}

/** A template that looks into the body needs it to be JSON, as a mapping of `method.request.body.…` does. */
const readsDocument = /\$!?\{?input\.(path|json)\b/;

function invalidJson(): GatewayFailure {
  return new GatewayFailure("DEFAULT_4XX", "Invalid JSON in request body", {
    status: 400,
    errorType: "BadRequestException",
  });
}

/** An override of a template wins over a mapping of the same name. */
function override(parameters: Parameters, overrides: RequestOverride | undefined): void {
  for (const [name, value] of Object.entries(overrides?.header ?? {}))
    setHeader(parameters.header, name, value);
  Object.assign(parameters.path, overrides?.path);
  Object.assign(parameters.querystring, overrides?.querystring);
}

/** Path parameters `{name}` and `${stageVariables.name}` in an integration's address. */
function fillUri(
  uri: string,
  path: Readonly<Record<string, string | string[]>>,
  stageVariables: Readonly<Record<string, string>>,
): string {
  if (!uri.includes("{")) return uri;
  return uri
    .replace(/\$\{stageVariables\.([^}]+)\}/g, (_, name: string) => stageVariables[name] ?? "")
    .replace(/\{([^}]+)\}/g, (whole, name: string) => String(path[name] ?? whole));
}

/** The log's lines on what goes to the endpoint; its signature is left out. */
export function logIntegrationRequest(exchange: Routed, { uri, headers, body }: IntegrationRequest): void {
  const { log, context, traceId } = exchange;
  const endpoint = endpointOf(uri);
  // Recorded: a call in a role's name does not say which method it comes from.
  const source: HeaderList = exchange.method.integration?.credentials
    ? []
    : [["X-Amz-Source-Arn", sourceArn(exchange)]];
  const sent: HeaderList = [
    ["x-amzn-lambda-integration-tag", log.requestId],
    ["x-amzn-apigateway-api-id", context.apiId],
    ...source,
    ...headers,
    ["Accept", "application/json"],
    ["User-Agent", `AmazonAPIGateway_${context.apiId}`],
    ["X-Amzn-Trace-Id", traceId],
  ];
  log.add(`Endpoint request URI: ${endpoint}`);
  log.add(`Endpoint request headers: ${javaMap(sent)}`);
  log.add(`Endpoint request body after transformations: ${body.toString()}`);
  log.add(`Sending request to ${endpoint}`);
}
