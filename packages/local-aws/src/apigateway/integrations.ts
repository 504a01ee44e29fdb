import type { Integration, Method, PutIntegrationRequest } from "@aws-sdk/client-api-gateway";
import { readActionUri, readFunctionUri } from "@long-running-api/api-gateway";
import { defined } from "./defined.ts";
import { badRequest, invalid, notInEnum } from "./errors.ts";
import { checkRequestMappings } from "./mappings.ts";
import { checkHttpMethod } from "./methods.ts";
import { type Api, type ApiGatewayStore, integrationTimeoutMillisDefault } from "./store.ts";

const types = ["HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS"];
const passthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"];
const conversions = ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"];
const timeoutMillisMin = 50;

/** Rejects a type that AWS's front end does not know. */
export function checkIntegrationType(type = ""): void {
  if (!types.includes(type)) throw invalid([notInEnum("putIntegrationInput.type", type, types)]);
}

/** Rejects a contentHandling that AWS's front end does not know. */
export function checkContentHandling(contentHandling: string | undefined, at: string): void {
  if (contentHandling !== undefined && !conversions.includes(contentHandling))
    throw invalid([notInEnum(`${at}.contentHandling`, contentHandling, conversions)]);
}

/** Applies API Gateway's checks to a new or changed integration. */
export function checkIntegration(
  method: Method,
  integration: Integration,
  timeoutMillisMax = integrationTimeoutMillisDefault,
): void {
  const { type, httpMethod, uri = "" } = integration;
  if (type === "AWS" && readActionUri(uri) && !integration.credentials)
    throw badRequest("Role ARN must be specified for AWS integrations");
  if (type !== "MOCK") {
    if (!httpMethod) throw badRequest("Enumeration value for HttpMethod must be non-empty");
    checkUri(type, uri);
    checkHttpMethod(httpMethod);
  }
  checkPassthrough(integration.passthroughBehavior);
  checkTimeout(integration.timeoutInMillis, timeoutMillisMax);
  checkRequestMappings(method, integration.requestParameters);
}

/** Rejects a URI that the integration type cannot call. */
export function checkUri(type: string | undefined, uri: string): void {
  if (type === "HTTP" || type === "HTTP_PROXY") {
    if (!/^https?:\/\//.test(uri)) throw badRequest("Invalid HTTP endpoint specified for URI");
    return;
  }
  if (!uri.startsWith("arn:")) throw badRequest("Invalid ARN specified in the request");
  const [, , service, , target, action = ""] = uri.split(":");
  if (service !== "apigateway" || !/^(path|action)\//.test(action))
    throw badRequest("AWS ARN for integration must contain path or action");
  if (type === "AWS") checkService(target, action);
  if (type === "AWS_PROXY" && !isProxyTarget(target, uri)) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
}

const dynamoDbActions = ["GetItem", "PutItem", "UpdateItem", "Query"];

/** Rejects integrations that AWS supports but this cloud cannot call. */
function checkService(service = "", action = ""): void {
  if (service === "lambda") return;
  const called = /^action\/(\w+)$/.exec(action)?.[1] ?? "";
  if (service === "dynamodb" && dynamoDbActions.includes(called)) return;
  const what = service === "dynamodb" ? `dynamodb's action ${called || action}` : service;
  throw badRequest(
    `Integrations with ${what} are not part of this local cloud: it has Lambda functions, and DynamoDB's GetItem, PutItem, UpdateItem and Query.`,
  );
}

/** Rejects an unknown passthroughBehavior. */
export function checkPassthrough(behavior: string | undefined): void {
  if (behavior !== undefined && !passthroughBehaviors.includes(behavior)) {
    throw badRequest(
      `Invalid passthrough behavior specified. Valid options are ${passthroughBehaviors.join(", ")}`,
    );
  }
}

/**
 * The longest timeout of an API's integrations: a raised quota applies to Regional and private APIs only
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
 */
export function timeoutMillisMax(
  { endpointConfiguration }: Pick<Api, "endpointConfiguration">,
  { integrationTimeoutMillisMax }: Pick<ApiGatewayStore, "integrationTimeoutMillisMax">,
): number {
  const [type = "EDGE"] = endpointConfiguration?.types ?? [];
  return type === "EDGE" ? integrationTimeoutMillisDefault : integrationTimeoutMillisMax;
}

/** Rejects a timeout outside API Gateway's range (the words are recorded: aws/aws-cdk#31063). */
function checkTimeout(millis: number | undefined, millisMax: number): void {
  if (millis === undefined) return;
  if (!Number.isInteger(millis) || millis < timeoutMillisMin || millis > millisMax) {
    throw badRequest(`Timeout should be between ${timeoutMillisMin} ms and ${millisMax} ms`);
  }
}

/** The integration that PutIntegration stores, with AWS's defaults. */
export function newIntegration(input: PutIntegrationRequest): Integration {
  const { restApiId: _, resourceId = "", httpMethod: __, integrationHttpMethod, ...rest } = input;
  const http = input.type === "HTTP" || input.type === "HTTP_PROXY";
  const mock = input.type === "MOCK";
  return defined<Integration>({
    ...rest,
    httpMethod: mock ? undefined : integrationHttpMethod,
    uri: mock ? undefined : input.uri,
    connectionType: input.connectionType ?? (http ? "INTERNET" : undefined),
    passthroughBehavior: input.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: input.timeoutInMillis ?? integrationTimeoutMillisDefault,
    cacheNamespace: input.cacheNamespace ?? resourceId,
    cacheKeyParameters: input.cacheKeyParameters ?? [],
  });
}

function isProxyTarget(target: string | undefined, uri: string): boolean {
  if (target === "lambda") return /^arn:[^/]*:function:[^/]+$/.test(readFunctionUri(uri)?.functionArn ?? "");
  return target === "firehose" && /:action\/PutRecord(Batch)?$/.test(uri);
}
