import type { Model } from "@aws-sdk/client-api-gateway";
import { notFound } from "./errors.ts";
import { newId } from "./id.ts";
import type { Api } from "./store.ts";

/** The two models that every API begins with. */
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
