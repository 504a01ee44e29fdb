import type { Api } from "../store.ts";
import { type Schema, schemaErrors } from "./json-schema.ts";

const parsed = new WeakMap<Readonly<Api>, Map<string, Schema>>();
const modelUrl = /\/models\/([a-zA-Z0-9]+)$/;

/** Why a body does not fit a model, or nothing when it does. An empty body stands for an empty object. */
export function failsModel(api: Readonly<Api>, model: string, body: string): string | undefined {
  const schema = schemaOf(api, model);
  if (!schema) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body.trim() === "" ? "{}" : body);
  } catch {
    return "Invalid JSON";
  }
  const errors = schemaErrors(schema, value, (reference) => resolve(api, schema, reference));
  return errors.length === 0 ? undefined : errors.join(", ");
}

/** A reference leads to another model of the API, or into the schema itself. */
function resolve(api: Readonly<Api>, root: Schema, reference: string): Schema | undefined {
  const other = modelUrl.exec(reference)?.[1];
  if (other !== undefined) return schemaOf(api, other);
  let value: unknown = root;
  for (const part of reference
    .replace(/^#\/?/, "")
    .split("/")
    .filter((segment) => segment !== "")) {
    value = (value as Schema | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return typeof value === "object" && value !== null ? (value as Schema) : undefined;
}

function schemaOf(api: Readonly<Api>, name: string): Schema | undefined {
  const known = parsed.get(api) ?? new Map<string, Schema>();
  parsed.set(api, known);
  const text = api.models[name]?.schema;
  if (known.has(name) || text === undefined) return known.get(name);
  const schema = JSON.parse(text) as Schema;
  known.set(name, schema);
  return schema;
}
