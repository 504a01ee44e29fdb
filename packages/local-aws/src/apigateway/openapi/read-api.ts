import { randomBytes } from "node:crypto";
import type {
  GatewayResponse,
  GatewayResponseType,
  Model,
  RequestValidator,
} from "@aws-sdk/client-api-gateway";
import { defaultStatusOf, gatewayResponseTypes } from "@long-running-api/api-gateway/gateway-response-types";
import { isObject } from "@long-running-api/foundation/objects";
import { defined } from "../defined.ts";
import { badRequest } from "../errors.ts";
import { newGatewayResponse } from "../gateway-responses.ts";
import { newId } from "../id.ts";
import { checkPathPart, childPath } from "../resources.ts";
import type { Api, ApiResource } from "../store.ts";
import { type Json, object, objects, text, texts } from "./document.ts";
import { readMethod } from "./read-method.ts";

/** Merges a document into an existing API; returns warnings for unsupported parts. */
export function readInto(
  api: Api,
  document: Json,
  { basepath }: { basepath?: string | undefined },
): string[] {
  const warnings: string[] = [];
  const warn = (warning: string) => warnings.push(warning);
  readSettings(api, document);
  Object.assign(api.models, readModels(api.id, document));
  const validators = readValidators(document);
  for (const validator of validators) api.validators[validator.id ?? ""] = validator;
  Object.assign(api.gatewayResponses, readGatewayResponses(document));
  const ids = Object.fromEntries(validators.map(({ name, id }) => [name ?? "", id ?? ""]));
  const prefix = basePathOf(document, basepath);
  for (const [path, item] of Object.entries(object(document, "paths"))) {
    if (!isObject(item)) continue;
    readPath({ api, document, ids, warn }, `${prefix}${path}`, item);
  }
  return warnings;
}

function readSettings(api: Api, document: Json): void {
  const info = object(document, "info");
  api.name = text(info, "title") ?? api.name;
  const description = text(info, "description");
  if (description !== undefined) api.description = description;
  if (info["version"] !== undefined) api.version = String(info["version"]);
  const binary = texts(document, "x-amazon-apigateway-binary-media-types");
  if (binary.length > 0) api.binaryMediaTypes = [...new Set([...(api.binaryMediaTypes ?? []), ...binary])];
  const source = document["x-amazon-apigateway-api-key-source"];
  if (source === "HEADER" || source === "AUTHORIZER") api.apiKeySource = source;
  const compression = document["x-amazon-apigateway-minimum-compression-size"];
  if (typeof compression === "number") api.minimumCompressionSize = compression;
  const policy = document["x-amazon-apigateway-policy"];
  if (policy !== undefined) api.policy = typeof policy === "string" ? policy : JSON.stringify(policy);
  const endpoint = document["x-amazon-apigateway-endpoint-configuration"];
  if (isObject(endpoint) && endpoint["disableExecuteApiEndpoint"] === true)
    api.disableExecuteApiEndpoint = true;
}

function readModels(apiId: string, document: Json): Record<string, Model> {
  const schemas = { ...object(document, "definitions"), ...object(document, "components", "schemas") };
  const bad = Object.keys(schemas).filter((name) => !/^[a-zA-Z0-9]+$/.test(name));
  if (bad.length > 0) {
    const errors = bad.map(
      (name) => `Unable to create model for '${name}': Model name must be alphanumeric: ${name}`,
    );
    throw badRequest(`Errors found during import:\n\t${errors.join("\n\t")}`);
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, modelOf(apiId, name, schema)]),
  );
}

function modelOf(apiId: string, name: string, schema: unknown): Model {
  return defined<Model>({
    id: newId(6),
    name,
    description: isObject(schema) ? text(schema, "description") : undefined,
    schema: JSON.stringify(schema, null, 2).replace(
      /"#\/(?:definitions|components\/schemas)\/([^"]+)"/g,
      `"https://apigateway.amazonaws.com/restapis/${apiId}/models/$1"`,
    ),
    contentType: "application/json",
  });
}

/** An inline schema of an operation becomes a model with a generated name. */
function addInlineModel(api: Api, schema: Json): string {
  const name = `MODEL${randomBytes(3).toString("hex")}`;
  api.models[name] = modelOf(api.id, name, schema);
  return name;
}

function readValidators(document: Json): RequestValidator[] {
  return Object.entries(object(document, "x-amazon-apigateway-request-validators")).flatMap(([name, json]) =>
    isObject(json)
      ? [
          {
            id: newId(6),
            name,
            validateRequestBody: json["validateRequestBody"] === true,
            validateRequestParameters: json["validateRequestParameters"] === true,
          },
        ]
      : [],
  );
}

function readGatewayResponses(document: Json): Record<string, GatewayResponse> {
  const read: Record<string, GatewayResponse> = {};
  for (const [name, json] of Object.entries(object(document, "x-amazon-apigateway-gateway-responses"))) {
    if (!isObject(json) || !isResponseType(name)) continue;
    const statusCode = json["statusCode"] === undefined ? defaultStatusOf(name) : String(json["statusCode"]);
    const { responseParameters, responseTemplates } = json as Partial<GatewayResponse>;
    read[name] = newGatewayResponse(name, { statusCode, responseParameters, responseTemplates });
  }
  return read;
}

function isResponseType(name: string): name is GatewayResponseType {
  return (gatewayResponseTypes as string[]).includes(name);
}

interface PathScope {
  api: Api;
  document: Json;
  ids: Readonly<Record<string, string>>;
  warn(text: string): void;
}

const operations: Readonly<Record<string, string>> = {
  get: "GET",
  put: "PUT",
  post: "POST",
  delete: "DELETE",
  patch: "PATCH",
  options: "OPTIONS",
  head: "HEAD",
  "x-amazon-apigateway-any-method": "ANY",
};

function readPath({ api, document, ids, warn }: PathScope, path: string, item: Json): void {
  const resource = resourceAt(api, path);
  for (const [key, operation] of Object.entries(item)) {
    const httpMethod = operations[key.toLowerCase()];
    if (httpMethod === undefined || !isObject(operation)) continue;
    resource.methods[httpMethod] = readMethod(
      {
        document,
        httpMethod,
        resourceId: resource.id,
        pathPart: resource.pathPart,
        shared: objects(item, "parameters"),
        validators: ids,
        place: `resource '${resource.path}' and method '${httpMethod}'`,
        warn,
        addModel: (schema) => addInlineModel(api, schema),
      },
      operation,
    );
  }
}

/** The resource of a path; creates it and its parents if missing. */
function resourceAt(api: Api, path: string): ApiResource {
  let node = api.resources[api.rootResourceId];
  if (!node) throw badRequest("Invalid REST API identifier specified");
  for (const part of path.split("/").filter((segment) => segment !== "")) {
    const parent: ApiResource = node;
    const known = Object.values(api.resources).find(
      ({ parentId, pathPart }) => parentId === parent.id && pathPart === part,
    );
    node = known ?? addResource(api, parent, part);
  }
  return node;
}

function addResource(api: Api, parent: ApiResource, pathPart: string): ApiResource {
  checkPathPart(api, parent, pathPart);
  const id = newId(6);
  const resource: ApiResource = {
    id,
    parentId: parent.id,
    pathPart,
    path: childPath(parent, pathPart),
    methods: {},
  };
  api.resources[id] = resource;
  return resource;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html */
function basePathOf(document: Json, mode = "ignore"): string {
  if (mode !== "prepend" && mode !== "split") return "";
  const base = declaredBasePath(document).replace(/^\/+|\/+$/g, "");
  const parts = base.split("/").filter((part) => part !== "");
  const kept = mode === "split" ? parts.slice(1) : parts;
  return kept.map((part) => `/${part}`).join("");
}

function declaredBasePath(document: Json): string {
  const swagger = text(document, "basePath");
  if (swagger !== undefined) return swagger;
  for (const server of objects(document, "servers")) {
    const variable = text(object(server, "variables", "basePath"), "default");
    if (variable !== undefined) return variable;
    const path = /^(?:[a-z]+:\/\/[^/]*)?(\/[^?]*)?/i.exec(text(server, "url") ?? "")?.[1];
    if (path !== undefined && path !== "/") return path;
  }
  return "";
}
