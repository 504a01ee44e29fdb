import type { Method } from "@aws-sdk/client-api-gateway";
import { executeApiHost } from "@long-running-api/api-gateway/invoke-url";
import type { Api } from "../store.ts";
import { exportMethod } from "./export-method.ts";
import { exportSchemas } from "./export-models.ts";
import type { ExportOptions } from "./export-options.ts";

/** A deployed API as an OpenAPI 3 or Swagger 2 document, formatted as AWS does. */
export function exportApi(api: Readonly<Api>, options: ExportOptions): object {
  const { type, extensions } = options;
  const used = new Set<string>();
  const paths = exportPaths(api, options, used);
  const schemas = exportSchemas(api, used, type);
  const keyed = allMethods(api).some(({ apiKeyRequired }) => apiKeyRequired);
  const signed = allMethods(api).some(({ authorizationType }) => authorizationType === "AWS_IAM");
  const security = { ...(keyed ? { api_key: keyScheme } : {}), ...(signed ? { sigv4: signedScheme } : {}) };
  const more = extensions.includes("apigateway") ? exportExtensions(api) : {};
  const info = {
    title: api.name,
    ...(api.description === undefined ? {} : { description: api.description }),
    version: exportVersion(api),
  };
  const host = executeApiHost({ apiId: api.id, region: api.region });
  if (type === "swagger") {
    return {
      swagger: "2.0",
      info,
      host,
      basePath: `/${options.stageName}`,
      schemes: ["https"],
      paths,
      ...(Object.keys(security).length > 0 ? { securityDefinitions: security } : {}),
      ...(Object.keys(schemas).length > 0 ? { definitions: schemas } : {}),
      ...more,
    };
  }
  return {
    openapi: "3.0.1",
    info,
    servers: [{ url: `https://${host}/{basePath}`, variables: { basePath: { default: options.stageName } } }],
    paths,
    components: {
      ...(Object.keys(schemas).length > 0 ? { schemas } : {}),
      ...(Object.keys(security).length > 0 ? { securitySchemes: security } : {}),
    },
    ...more,
  };
}

/** The API's version, or its creation time. */
export function exportVersion(api: Readonly<Api>): string {
  return api.version ?? new Date(api.createdSeconds * 1000).toISOString().replace(".000Z", "Z");
}

const keyScheme = { type: "apiKey", name: "x-api-key", in: "header" };
const signedScheme = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
};

function exportPaths(api: Readonly<Api>, options: ExportOptions, used: Set<string>): object {
  const resources = Object.values(api.resources)
    .filter(({ methods }) => Object.keys(methods).length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(
    resources.map((resource) => [
      resource.path,
      Object.fromEntries(
        Object.entries(resource.methods).map(([name, method]) => [
          name === "ANY" ? "x-amazon-apigateway-any-method" : name.toLowerCase(),
          exportMethod(api, resource, method, options, used),
        ]),
      ),
    ]),
  );
}

function exportExtensions(api: Readonly<Api>): object {
  const validators = Object.values(api.validators).map(
    ({ name, validateRequestBody, validateRequestParameters }) => [
      name ?? "",
      { validateRequestParameters, validateRequestBody },
    ],
  );
  const responses = Object.entries(api.gatewayResponses).map(
    ([type, { statusCode, responseParameters, responseTemplates }]) => [
      type,
      { ...(statusCode === undefined ? {} : { statusCode }), responseParameters, responseTemplates },
    ],
  );
  return {
    ...(responses.length > 0
      ? { "x-amazon-apigateway-gateway-responses": Object.fromEntries(responses) }
      : {}),
    ...(validators.length > 0
      ? { "x-amazon-apigateway-request-validators": Object.fromEntries(validators) }
      : {}),
    ...(api.binaryMediaTypes ? { "x-amazon-apigateway-binary-media-types": api.binaryMediaTypes } : {}),
    ...(api.minimumCompressionSize === undefined
      ? {}
      : { "x-amazon-apigateway-minimum-compression-size": api.minimumCompressionSize }),
    ...(api.policy === undefined ? {} : { "x-amazon-apigateway-policy": JSON.parse(api.policy) as unknown }),
  };
}

function allMethods(api: Readonly<Api>): Method[] {
  return Object.values(api.resources).flatMap(({ methods }) => Object.values(methods));
}
