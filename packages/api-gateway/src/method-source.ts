import type { Meter } from "@long-running-api/jsonpath/meter";
import type { Call } from "./call.ts";
import type { Pairs } from "./headers.ts";
import { textAtPath, wholeBody } from "./json-body.ts";
import type { MappingSource } from "./parameter-mapping.ts";

/** The values that mappings of `method.request.…` read; header names are case-sensitive, as on AWS. */
export function methodSource(
  { headers, query, pathParameters }: Call,
  body: () => string,
  { meter, broken }: { meter: Meter; broken: () => never },
): MappingSource {
  return {
    header: (name) => valuesOf(headers, name),
    path: (name) => pathParameters[name],
    querystring: (name) => valuesOf(query, name),
    body: () => wholeBody(body(), meter, broken),
    bodyPath: (path) => textAtPath(body(), path, meter, broken),
  };
}

function valuesOf(pairs: Pairs, name: string): string[] {
  return pairs.filter(([key]) => key === name).map(([, value]) => value);
}
