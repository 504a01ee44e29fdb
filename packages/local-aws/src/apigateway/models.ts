import type { Model } from "@aws-sdk/client-api-gateway";
import { badRequest, notFound } from "./errors.ts";
import { newId } from "./id.ts";
import type { Api } from "./store.ts";

/** The two default models of a new API. */
export function defaultModels(): Record<string, Model> {
  return {
    Empty: {
      id: newId(6),
      name: "Empty",
      description: "This is a default empty schema model",
      schema: pretty({ $schema: draft4, title: "Empty Schema", type: "object" }),
      contentType: "application/json",
    },
    Error: {
      id: newId(6),
      name: "Error",
      description: "This is a default error schema model",
      schema: pretty({
        $schema: draft4,
        title: "Error Schema",
        type: "object",
        properties: { message: { type: "string" } },
      }),
      contentType: "application/json",
    },
  };
}

/** A model by its name, or 404. */
export function findModel(api: Readonly<Api> | undefined, name = ""): Model {
  const model = api && Object.hasOwn(api.models, name) ? api.models[name] : undefined;
  if (!model) throw notFound(`Invalid model name specified: ${name}`);
  return model;
}

const draft4 = "http://json-schema.org/draft-04/schema#";

/** As AWS prints the schemas of its default models. */
function pretty(schema: object): string {
  return JSON.stringify(schema, null, 2).replaceAll('": ', '" : ');
}

/** Rejects an empty schema. */
export function checkSchema(schema: string | undefined): void {
  if (!schema) throw badRequest("Model schema must have at least 1 property or array items defined");
  let parsed: unknown;
  try {
    parsed = JSON.parse(schema);
  } catch {
    throw badRequest(
      "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. Unable to parse JSON]",
    );
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw badRequest("Model schema must have at least 1 property or array items defined");
}

/** The method or model that uses a model. */
export function userOfModel(api: Readonly<Api>, name: string): string | undefined {
  // Recorded: if two methods use it, the error names the one of the newer resource.
  for (const { path, methods } of Object.values(api.resources).reverse()) {
    for (const [httpMethod, { requestModels }] of Object.entries(methods)) {
      if (Object.values(requestModels ?? {}).includes(name)) return `method request: ${path}/${httpMethod}`;
    }
  }
  const user = Object.values(api.models).find(
    (model) => model.name !== name && modelReferences(model.schema).includes(name),
  );
  return user && `model schema: ${user.name}`;
}

/** A model's schema, with referenced models in its definitions. */
export function flattened(api: Readonly<Api>, model: Model): object {
  const definitions: Record<string, unknown> = {};
  const collect = (schema: string | undefined): unknown => {
    const text = (schema ?? "{}").replace(modelUrl, (_, name: string) => {
      if (!Object.hasOwn(definitions, name)) {
        definitions[name] = {};
        definitions[name] = collect(api.models[name]?.schema);
      }
      return `#/definitions/${name}`;
    });
    return JSON.parse(text);
  };
  const root = collect(model.schema) as object;
  return Object.keys(definitions).length === 0 ? root : { ...root, definitions };
}

/** How a schema refers to a model of the API; the group is its name. */
export const modelUrl = /https:\/\/apigateway\.amazonaws\.com\/restapis\/[a-z0-9]+\/models\/([a-zA-Z0-9]+)/g;

function modelReferences(schema = ""): string[] {
  return Array.from(schema.matchAll(modelUrl), ([, name = ""]) => name);
}
