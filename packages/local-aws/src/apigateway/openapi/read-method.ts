import type {
  Integration,
  IntegrationResponse,
  IntegrationType,
  Method,
  MethodResponse,
} from "@aws-sdk/client-api-gateway";
import { isStatusCode } from "@long-running-api/api-gateway";
import { isObject } from "@long-running-api/foundation/objects";
import { defined } from "../defined.ts";
import { badRequest } from "../errors.ts";
import { integrationTimeoutMillisDefault } from "../store.ts";
import { type Json, object, objects, resolve, text, texts } from "./document.ts";

// The extensions: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html

export interface MethodScope {
  document: Json;
  /** GET … or ANY. */
  httpMethod: string;
  resourceId: string;
  pathPart: string | undefined;
  /** Parameters that the path declares for all its methods. */
  shared: Json[];
  /** Ids of request validators by their names in the document. */
  validators: Readonly<Record<string, string>>;
  /** The method's location, as in warnings. */
  place: string;
  warn(text: string): void;
  /** Makes a model of an unnamed schema; returns its generated name. */
  addModel(schema: Json): string;
}

/** A method with its integration, from an operation of the document. */
export function readMethod(scope: MethodScope, operation: Json): Method {
  const { document, httpMethod, pathPart } = scope;
  const parameters = [...scope.shared, ...objects(operation, "parameters")].map((json) =>
    resolve(document, json),
  );
  const requestParameters = Object.fromEntries(parameters.flatMap(requestParameter));
  const variable = /^\{([^+]+)\}$/.exec(pathPart ?? "")?.[1];
  if (variable !== undefined) requestParameters[`method.request.path.${variable}`] = true;
  const requestModels = {
    ...bodyModels(parameters, scope),
    ...contentModels(resolve(document, object(operation, "requestBody")), scope),
  };
  const validator =
    text(operation, "x-amazon-apigateway-request-validator") ??
    text(document, "x-amazon-apigateway-request-validator");
  if (validator !== undefined && scope.validators[validator] === undefined)
    scope.warn(`The request validator ${validator} of ${scope.place} is not defined.`);
  const integration = object(operation, "x-amazon-apigateway-integration");
  return defined<Method>({
    httpMethod,
    ...authorization(document, operation),
    operationName: text(operation, "operationId"),
    requestValidatorId: validator === undefined ? undefined : scope.validators[validator],
    requestParameters: notEmpty(requestParameters),
    requestModels: notEmpty(requestModels),
    methodResponses: notEmpty(readMethodResponses(document, operation)),
    methodIntegration:
      Object.keys(integration).length === 0 ? undefined : readIntegration(scope, integration),
  });
}

function requestParameter(parameter: Json): [string, boolean][] {
  const location = { query: "querystring", header: "header", path: "path" }[text(parameter, "in") ?? ""];
  const name = text(parameter, "name");
  if (location === undefined || name === undefined) return [];
  return [[`method.request.${location}.${name}`, parameter["required"] === true]];
}

/** Swagger 2: the body is a parameter. */
function bodyModels(parameters: readonly Json[], scope: MethodScope): Record<string, string> {
  const body = parameters.find((parameter) => parameter["in"] === "body");
  const model = body && modelName(object(body, "schema"), scope);
  return model === undefined ? {} : { "application/json": model };
}

/** OpenAPI 3: a model for each content type. */
function contentModels(json: Json, scope?: MethodScope): Record<string, string> {
  const models: Record<string, string> = {};
  for (const [contentType, media] of Object.entries(object(json, "content"))) {
    const model = isObject(media) ? modelName(object(media, "schema"), scope) : undefined;
    if (model !== undefined) models[contentType] = model;
  }
  return models;
}

/** The name of the model that a schema refers to; a request's inline schema may become a model. */
function modelName(schema: Json, scope?: MethodScope): string | undefined {
  const named = text(schema, "$ref")?.split("/").at(-1);
  if (named !== undefined || !scope || Object.keys(schema).length === 0) return named;
  return scope.addModel(schema);
}

function readMethodResponses(document: Json, operation: Json): Record<string, MethodResponse> {
  const responses: Record<string, MethodResponse> = {};
  for (const [statusCode, value] of Object.entries(object(operation, "responses"))) {
    if (!isObject(value) || !isStatusCode(statusCode)) continue;
    const response = resolve(document, value);
    const swaggerModel = modelName(object(response, "schema"));
    const responseModels = {
      ...contentModels(response),
      ...(swaggerModel === undefined ? {} : { "application/json": swaggerModel }),
    };
    const headers = Object.keys(object(response, "headers"));
    responses[statusCode] = defined<MethodResponse>({
      statusCode,
      responseModels: notEmpty(responseModels),
      responseParameters: notEmpty(
        Object.fromEntries(headers.map((header) => [`method.response.header.${header}`, false])),
      ),
    });
  }
  return responses;
}

function authorization(
  document: Json,
  operation: Json,
): Pick<Method, "authorizationType" | "apiKeyRequired"> {
  const auth = text(object(operation, "x-amazon-apigateway-auth"), "type")?.toUpperCase();
  const own = Array.isArray(operation["security"]);
  const security = objects(own ? operation : document, "security");
  const names = security.flatMap((requirement) => Object.keys(requirement));
  const schemes = names.map((name) => ({
    ...object(document, "securityDefinitions", name),
    ...object(document, "components", "securitySchemes", name),
  }));
  const signed = schemes.some((scheme) => scheme["x-amazon-apigateway-authtype"] === "awsSigv4");
  // "API Gateway doesn't use root level security defined in the OpenAPI specification": not for keys, at least.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
  const keyed =
    own &&
    schemes.some(
      (scheme: Json) =>
        scheme["type"] === "apiKey" &&
        text(scheme, "name")?.toLowerCase() === "x-api-key" &&
        scheme["x-amazon-apigateway-authorizer"] === undefined &&
        scheme["x-amazon-apigateway-authtype"] === undefined,
    );
  const custom = schemes.find((scheme: Json) => scheme["x-amazon-apigateway-authorizer"] !== undefined);
  // Ignoring it would make the method public, so the document is rejected.
  if (custom && auth !== "NONE")
    throw badRequest("x-amazon-apigateway-authorizer is not in the embedded cloud.");
  return { authorizationType: auth ?? (signed ? "AWS_IAM" : "NONE"), apiKeyRequired: keyed };
}

function readIntegration(scope: MethodScope, json: Json): Integration {
  const { document, httpMethod, resourceId } = scope;
  const type = text(json, "type")?.toUpperCase() as IntegrationType | undefined;
  const http = type === "HTTP" || type === "HTTP_PROXY";
  const responses = Object.entries(object(json, "responses")).flatMap(([pattern, value]) =>
    isObject(value) ? [readIntegrationResponse(pattern, resolve(document, value))] : [],
  );
  return defined<Integration>({
    type,
    httpMethod: type === "MOCK" ? undefined : (text(json, "httpMethod") ?? httpMethod).toUpperCase(),
    uri: text(json, "uri"),
    connectionType: http ? "INTERNET" : undefined,
    credentials: text(json, "credentials"),
    requestParameters: notEmpty(textMap(json, "requestParameters", scope)),
    requestTemplates: notEmpty(textMap(json, "requestTemplates", scope)),
    passthroughBehavior: (text(json, "passthroughBehavior") ?? "WHEN_NO_MATCH").toUpperCase(),
    contentHandling: text(json, "contentHandling") as Integration["contentHandling"],
    timeoutInMillis:
      typeof json["timeoutInMillis"] === "number" ? json["timeoutInMillis"] : integrationTimeoutMillisDefault,
    cacheNamespace: text(json, "cacheNamespace") ?? resourceId,
    cacheKeyParameters: texts(json, "cacheKeyParameters"),
    integrationResponses: notEmpty(
      Object.fromEntries(responses.map((response) => [response.statusCode ?? "", response])),
    ),
  });
}

function readIntegrationResponse(pattern: string, json: Json): IntegrationResponse {
  return defined<IntegrationResponse>({
    statusCode: String(json["statusCode"] ?? "200"),
    selectionPattern: pattern === "default" ? undefined : pattern,
    responseParameters: notEmpty(textMap(json, "responseParameters")),
    responseTemplates:
      json["responseTemplates"] === undefined ? undefined : textMap(json, "responseTemplates"),
    contentHandling: text(json, "contentHandling") as IntegrationResponse["contentHandling"],
  });
}

/** A map of texts; other values are omitted, with a warning. */
function textMap(json: Json, key: string, scope?: MethodScope): Record<string, string> {
  const map: Record<string, string> = {};
  for (const [name, value] of Object.entries(object(json, key))) {
    if (typeof value === "string") map[name] = value;
    else
      scope?.warn(
        `Invalid format for '${key}'. Expected type string for property '${name}' of ${scope.place} but got '${String(value)}'`,
      );
  }
  return map;
}

function notEmpty<T extends object>(map: T): T | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}
