import type { Model } from "@aws-sdk/client-api-gateway";
import { type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { unescapePointer } from "./json-pointer.ts";
import { type Schema, schemaErrors } from "./json-schema.ts";

/** The models of an API, by name. */
export type Models = Readonly<Record<string, Model>>;

const parsed = new WeakMap<Models, Map<string, Schema>>();
const modelUrl = /\/models\/([a-zA-Z0-9]+)$/;

/** Why a body does not match a model; undefined when it does. An empty body counts as an empty object. */
export function failsModel(models: Models, model: string, body: string, meter: Meter): string | undefined {
  const schema = schemaOf(models, model);
  if (!schema) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body.trim() === "" ? "{}" : body);
  } catch {
    return "Invalid JSON";
  }
  try {
    const errors = schemaErrors(schema, value, (reference) => resolve(models, schema, reference), meter);
    return errors.length === 0 ? undefined : errors.join(", ");
  } catch (error) {
    if (error instanceof RenderFault) return `The model ${model} takes too much work: ${error.message}`;
    throw error;
  }
}

/** A `$ref` names another model of the API or a part of the schema itself. */
function resolve(models: Models, root: Schema, reference: string): Schema | undefined {
  const other = modelUrl.exec(reference)?.[1];
  if (other !== undefined) return schemaOf(models, other);
  let value: unknown = root;
  for (const part of reference
    .replace(/^#\/?/, "")
    .split("/")
    .filter((segment) => segment !== "")) {
    value = (value as Schema | undefined)?.[unescapePointer(part)];
  }
  return typeof value === "object" && value !== null ? (value as Schema) : undefined;
}

function schemaOf(models: Models, name: string): Schema | undefined {
  const known = parsed.get(models) ?? new Map<string, Schema>();
  parsed.set(models, known);
  const text = models[name]?.schema;
  if (known.has(name) || text === undefined) return known.get(name);
  const schema = JSON.parse(text) as Schema;
  known.set(name, schema);
  return schema;
}
