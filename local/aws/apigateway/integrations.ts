import type {
  Integration,
  PutIntegrationRequest,
  PutIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import { defined } from "./defined.ts";
import { badRequest, invalid, notInEnum } from "./errors.ts";

const types = ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"];
const passthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];
const timeoutMillisDefault = 29_000;
const timeoutMillisMin = 50;

/** Refuses a type that AWS's front end does not know. */
export function checkIntegrationType(type = ""): void {
  if (!types.includes(type)) throw invalid([notInEnum("putIntegrationInput.type", type, types)]);
}

/** Refuses what API Gateway refuses in an integration. */
export function checkIntegration(input: PutIntegrationRequest): void {
  const { type, integrationHttpMethod, uri = "" } = input;
  if (type !== "MOCK") {
    if (!integrationHttpMethod) throw badRequest("Enumeration value for HttpMethod must be non-empty");
    checkUri(type, uri);
  }
  checkPassthrough(input.passthroughBehavior);
  checkTimeout(input.timeoutInMillis);
  checkRequestParameters(input.requestParameters);
}

/** Refuses an address that a type of integration cannot call. */
export function checkUri(type: string | undefined, uri: string): void {
  if (type === "HTTP" || type === "HTTP_PROXY") {
    if (!/^https?:\/\//.test(uri)) throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  if (!uri.startsWith("arn:")) throw badRequest("Invalid ARN specified in the request");
  const [, , service, , target, action = ""] = uri.split(":");
  if (service !== "apigateway" || !/^(path|action)\//.test(action))
    throw badRequest("AWS ARN for integration must contain path or action");
  if (type === "AWS_PROXY" && !isProxyTarget(target, uri)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
}

/** Refuses a behaviour without content type match that AWS does not know. */
export function checkPassthrough(behavior: string | undefined): void {
  if (behavior !== undefined && !passthroughBehaviors.includes(behavior)) {
    throw badRequest(
      `Invalid passthrough behavior specified. Valid options are ${passthroughBehaviors.join(", ")}`,
    );
  }
}

/** Refuses a timeout outside of what API Gateway waits. */
export function checkTimeout(millis: number | undefined): void {
  if (millis === undefined) return;
  if (!Number.isInteger(millis) || millis < timeoutMillisMin || millis > timeoutMillisDefault) {
    throw badRequest(`Timeout should be between ${timeoutMillisMin} ms and ${timeoutMillisDefault} ms`);
  }
}

/** Refuses mappings that no call could follow. */
export function checkRequestParameters(parameters: Readonly<Record<string, string>> | undefined): void {
  const errors = Object.entries(parameters ?? {}).flatMap(([key, value]) => [
    ...(/^integration\.request\.(header|path|querystring)\.\S+$/.test(key) ? [] : [key]),
    ...(isMappingExpression(value) ? [] : [value]),
  ]);
  const first = errors[0];
  if (first !== undefined) throw badMapping(first);
}

/** Refuses response mappings and templates that AWS does not take. */
export function checkIntegrationResponse({
  responseTemplates,
  responseParameters,
}: PutIntegrationResponseRequest): void {
  for (const contentType of Object.keys(responseTemplates ?? {})) {
    if (!/^[^/\s]+\/[^/\s]+$/.test(contentType) && contentType !== "$default")
      throw badRequest(
        `Validation Result: warnings : [], errors : [Invalid content type specified: ${contentType}]`,
      );
  }
  for (const key of Object.keys(responseParameters ?? {})) {
    if (!/^method\.response\.header\.\S+$/.test(key)) throw badMapping(key);
  }
}

/** The integration that PutIntegration stores, with AWS's defaults. */
export function newIntegration(input: PutIntegrationRequest): Integration {
  const { restApiId: _, resourceId = "", httpMethod: __, integrationHttpMethod, ...rest } = input;
  const http = input.type === "HTTP" || input.type === "HTTP_PROXY";
  return defined<Integration>({
    ...rest,
    httpMethod: integrationHttpMethod,
    connectionType: input.connectionType ?? (http ? "INTERNET" : undefined),
    passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: input.timeoutInMillis ?? timeoutMillisDefault,
    cacheNamespace: input.cacheNamespace ?? resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
  });
}

function isProxyTarget(target: string | undefined, uri: string): boolean {
  if (target === "lambda")
    return /:lambda:path\/[\d-]+\/functions\/arn:[^/]*:function:[^/]+\/invocations$/.test(uri);
  return target === "firehose" && /:action\/PutRecord(Batch)?$/.test(uri);
}

function isMappingExpression(value: string): boolean {
  return (
    /^'.*'$/s.test(value) ||
    /^method\.request\.(header|multivalueheader|path|querystring|multivaluequerystring)\.\S+$/.test(value) ||
    /^method\.request\.body(\..+|\[.+)?$/.test(value) ||
    /^(context|stageVariables)\.\S+$/.test(value)
  );
}

function badMapping(expression: string): Error {
  return badRequest(
    `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${expression}]`,
  );
}
