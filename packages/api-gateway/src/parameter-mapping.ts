import type { ContextVariables } from "./context.ts";

/** The values that mapping expressions of one side (method.request, integration.response) read. */
export interface MappingSource {
  header(name: string): string[];
  path?(name: string): string | undefined;
  querystring?(name: string): string[];
  /** The whole body as text, and the result of a JSONPath on it. */
  body(): string;
  bodyPath(path: string): string | undefined;
}

/** The source of a mapping expression's value. */
export type ParameterSource = "literal" | "stageVariables" | "context" | "client" | "integration" | "unknown";

/** The source of an expression's value, whether or not it has one. */
export function sourceOf(expression: string): ParameterSource {
  if (expression.startsWith("'") && expression.endsWith("'")) return "literal";
  if (expression.startsWith("stageVariables.")) return "stageVariables";
  if (expression.startsWith("context.")) return "context";
  if (expression.startsWith("method.request.")) return "client";
  return expression.startsWith("integration.response.") ? "integration" : "unknown";
}

/** One parameter mapping that was applied; without a value, nothing is set. */
export interface ParameterChoice {
  /** e.g. integration.request.header.X-Amz-Invocation-Type */
  readonly target: string;
  readonly expression: string;
  readonly source: ParameterSource;
  readonly value: string | undefined;
}

/**
 * The value of a mapping expression; undefined when it finds none, and then nothing is mapped.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function mapped(
  expression: string,
  source: MappingSource,
  context: ContextVariables,
  stageVariables: Readonly<Record<string, string>>,
): string | undefined {
  if (expression.startsWith("'") && expression.endsWith("'")) return expression.slice(1, -1);
  if (expression.startsWith("stageVariables."))
    return stageVariables[expression.slice("stageVariables.".length)];
  if (expression.startsWith("context.")) return contextValue(context, expression.slice("context.".length));
  const found = /^(?:method\.request|integration\.response)\.(\w+)(.*)$/s.exec(expression);
  if (!found) return undefined;
  const [, kind = "", rest = ""] = found;
  const name = rest.slice(1);
  if (kind === "body")
    return rest === "" ? source.body() : source.bodyPath(rest.startsWith(".") ? rest.slice(1) : rest);
  if (kind === "path") return source.path?.(name);
  if (kind === "querystring") return source.querystring?.(name).at(-1);
  if (kind === "multivaluequerystring") return join(source.querystring?.(name) ?? []);
  if (kind === "header") return source.header(name).at(-1);
  if (kind === "multivalueheader") return join(source.header(name));
  return undefined;
}

function join(values: string[]): string | undefined {
  return values.length === 0 ? undefined : values.join(",");
}

function contextValue(context: ContextVariables, path: string): string | undefined {
  let value: unknown = context;
  for (const part of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
