import { pointerParts } from "@long-running-api/api-gateway/json-pointer";
import { isObject } from "@long-running-api/foundation/objects";
import { badRequest } from "../errors.ts";

/** A JSON object of unknown content: people write documents, so every member is checked before use. */
export type Json = Readonly<Record<string, unknown>>;

/** An OpenAPI 3 or Swagger 2 document, in JSON or YAML, from the body of an import. */
export async function parseDocument(body: Uint8Array | undefined): Promise<Json> {
  const document = await parse(Buffer.from(body ?? []).toString("utf8"));
  // Without quotes, YAML reads Swagger's version as a number.
  const known =
    typeof document?.["openapi"] === "string" || ["2.0", 2].includes(document?.["swagger"] as never);
  if (!known || document === undefined) throw badRequest("Invalid OpenAPI input.");
  return document;
}

/** A member that is an object; {} if it is not. */
export function object(json: Json, ...path: string[]): Json {
  let value: unknown = json;
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(value) ? value : {};
}

/** A member that is a text. */
export function text(json: Json, key: string): string | undefined {
  const value = json[key];
  return typeof value === "string" ? value : undefined;
}

/** A member that is a list of objects. */
export function objects(json: Json, key: string): Json[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A member that is a list of texts. */
export function texts(json: Json, key: string): string[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The target of a `$ref` in the document; the object itself if it has none. */
export function resolve(document: Json, json: Json): Json {
  const reference = text(json, "$ref");
  if (!reference?.startsWith("#/")) return json;
  return object(document, ...pointerParts(reference));
}

async function parse(body: string): Promise<Json | undefined> {
  try {
    const isJson = /^\s*\{/.test(body);
    const parsed: unknown = isJson ? JSON.parse(body) : (await import("./yaml.ts")).parseYaml(body);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
