import type { Exchange } from "./exchange.ts";
import { textAtPath, wholeBody } from "./json-body.ts";
import type { MappingSource } from "./parameter-mapping.ts";

/** What mappings of `method.request.…` read: names of headers are told apart by case, as on AWS. */
export function methodSource(
  { request, pathParameters }: Pick<Exchange, "request" | "pathParameters">,
  broken: () => never,
): MappingSource {
  return {
    header: (name) => valuesOf(request.headers, name),
    path: (name) => pathParameters[name],
    querystring: (name) => valuesOf(request.query, name),
    body: () => wholeBody(request.body.toString("utf8"), broken),
    bodyPath: (path) => textAtPath(request.body.toString("utf8"), path, broken),
  };
}

function valuesOf(pairs: readonly (readonly [string, string])[], name: string): string[] {
  return pairs.filter(([key]) => key === name).map(([, value]) => value);
}
