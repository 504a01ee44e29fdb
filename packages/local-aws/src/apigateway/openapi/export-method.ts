import type { IntegrationResponse, Method, MethodResponse } from "@aws-sdk/client-api-gateway";
import type { Api, ApiResource } from "../store.ts";
import { integrationTimeoutMillisDefault } from "../store.ts";
import type { ExportOptions, ExportType } from "./export-options.ts";

/** A method as an operation of the document; the models that it uses are added to `used`. */
export function exportMethod(
  api: Readonly<Api>,
  resource: ApiResource,
  method: Method,
  { type, extensions }: ExportOptions,
  used: Set<string>,
): object {
  for (const model of Object.values(method.requestModels ?? {})) used.add(model);
  const parameters = exportParameters(method, type);
  const security = [
    ...(method.apiKeyRequired ? [{ api_key: [] }] : []),
    ...(method.authorizationType === "AWS_IAM" ? [{ sigv4: [] }] : []),
  ];
  const integrations = extensions.includes("integrations") || extensions.includes("apigateway");
  const validator = api.validators[method.requestValidatorId ?? ""]?.name;
  return {
    ...(method.operationName === undefined ? {} : { operationId: method.operationName }),
    ...(type === "swagger" ? mediaTypes(method) : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(type === "oas30" ? requestBody(method) : {}),
    responses: exportResponses(method, type, used),
    ...(security.length > 0 ? { security } : {}),
    ...(validator !== undefined && extensions.includes("apigateway")
      ? { "x-amazon-apigateway-request-validator": validator }
      : {}),
    ...(integrations && method.methodIntegration
      ? { "x-amazon-apigateway-integration": exportIntegration(method, resource) }
      : {}),
  };
}

function exportParameters(method: Method, type: ExportType): object[] {
  const parameters: object[] = Object.entries(method.requestParameters ?? {}).map(([key, required]) => {
    const [, , location = "", ...name] = key.split(".");
    const base = { name: name.join("."), in: location === "querystring" ? "query" : location };
    if (type === "swagger") return { ...base, required, type: "string" };
    return { ...base, ...(required ? { required } : {}), schema: { type: "string" } };
  });
  const model = Object.values(method.requestModels ?? {})[0];
  if (type === "swagger" && model !== undefined)
    parameters.push({ in: "body", name: model, required: true, schema: { $ref: reference(model, type) } });
  return parameters;
}

function requestBody({ requestModels = {} }: Method): object {
  if (Object.keys(requestModels).length === 0) return {};
  return { requestBody: { content: contentOf(requestModels), required: true } };
}

function contentOf(models: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(models).map(([contentType, model]) => [
      contentType,
      { schema: { $ref: reference(model, "oas30") } },
    ]),
  );
}

function exportResponses({ methodResponses = {} }: Method, type: ExportType, used: Set<string>): object {
  return Object.fromEntries(
    Object.entries(methodResponses).map(([status, response]) => [
      status,
      exportResponse(status, response, type, used),
    ]),
  );
}

function exportResponse(
  status: string,
  response: MethodResponse,
  type: ExportType,
  used: Set<string>,
): object {
  const { responseModels = {}, responseParameters = {} } = response;
  for (const model of Object.values(responseModels)) used.add(model);
  const headers = Object.fromEntries(
    Object.keys(responseParameters).map((key) => [
      key.replace("method.response.header.", ""),
      type === "swagger" ? { type: "string" } : { schema: { type: "string" } },
    ]),
  );
  const model = Object.values(responseModels)[0];
  return {
    description: `${status} response`,
    ...(type === "swagger" && model !== undefined ? { schema: { $ref: reference(model, type) } } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(type === "oas30" ? { content: contentOf(responseModels) } : {}),
  };
}

/** A deployed integration without the defaults that AWS fills in. */
function exportIntegration({ methodIntegration = {} }: Method, resource: ApiResource): object {
  const { type, httpMethod, uri, credentials, integrationResponses, requestParameters, requestTemplates } =
    methodIntegration;
  const { cacheNamespace, cacheKeyParameters, timeoutInMillis, passthroughBehavior, contentHandling } =
    methodIntegration;
  return {
    ...(type === undefined ? {} : { type: type.toLowerCase() }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(httpMethod === undefined ? {} : { httpMethod }),
    ...(uri === undefined ? {} : { uri }),
    ...(integrationResponses === undefined
      ? {}
      : { responses: exportIntegrationResponses(integrationResponses) }),
    ...(requestParameters === undefined ? {} : { requestParameters }),
    ...(requestTemplates === undefined ? {} : { requestTemplates }),
    ...(passthroughBehavior === undefined ? {} : { passthroughBehavior: passthroughBehavior.toLowerCase() }),
    ...(contentHandling === undefined ? {} : { contentHandling }),
    ...(timeoutInMillis === undefined || timeoutInMillis === integrationTimeoutMillisDefault
      ? {}
      : { timeoutInMillis }),
    ...(cacheNamespace === undefined || cacheNamespace === resource.id ? {} : { cacheNamespace }),
    ...(cacheKeyParameters === undefined || cacheKeyParameters.length === 0 ? {} : { cacheKeyParameters }),
  };
}

/** By selection pattern; the one without is "default". */
function exportIntegrationResponses(responses: Readonly<Record<string, IntegrationResponse>>): object {
  return Object.fromEntries(
    Object.values(responses).map(
      ({ statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling }) => [
        selectionPattern || "default",
        {
          statusCode,
          ...(responseParameters === undefined ? {} : { responseParameters }),
          ...(responseTemplates === undefined || Object.keys(responseTemplates).length === 0
            ? {}
            : { responseTemplates }),
          ...(contentHandling === undefined ? {} : { contentHandling }),
        },
      ],
    ),
  );
}

function mediaTypes({ requestModels, methodResponses, methodIntegration }: Method): object {
  const consumes = keysOf(requestModels, methodIntegration?.requestTemplates);
  const produces = keysOf(
    ...Object.values(methodResponses ?? {}).map(({ responseModels }) => responseModels),
    ...Object.values(methodIntegration?.integrationResponses ?? {}).map(
      ({ responseTemplates }) => responseTemplates,
    ),
  );
  return { ...(consumes.length > 0 ? { consumes } : {}), ...(produces.length > 0 ? { produces } : {}) };
}

function keysOf(...maps: (Readonly<Record<string, string>> | undefined)[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map ?? {})))];
}

function reference(model: string, type: ExportType): string {
  return type === "swagger" ? `#/definitions/${model}` : `#/components/schemas/${model}`;
}
