import { NotJson, parseJson } from "@long-running-api/jsonpath/json";
import { queryJson } from "@long-running-api/jsonpath/jsonpath";
import type { Meter } from "@long-running-api/jsonpath/meter";
import { printJson } from "@long-running-api/jsonpath/print";
import { type Host, type JavaMap, mapOf, type Value } from "@long-running-api/jsonpath/values";

/** Parameters of a request, as a template sees them. */
export interface Params {
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly header: Readonly<Record<string, string>>;
}

/** `$input`: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference */
export function inputVariable(body: string, params: Params, meter: Meter): Host {
  let parameters: JavaMap | undefined;
  // Parsed once, so that a template's writes to the document are visible when it reads again.
  let document: { readonly value: Value } | undefined;
  // An empty payload acts as {} (recorded).
  const text = body === "" ? "{}" : body;
  return {
    kind: "host",
    // Observed on AWS (github.com/ToQoz/api-gateway-mapping-template, test/_.md): by itself it prints nothing.
    print() {
      return "";
    },
    property(name) {
      return name === "body" ? text : undefined;
    },
    method(name, [first, ...rest]) {
      if (rest.length > 0) return undefined;
      if (name === "params" && first === undefined) {
        parameters ??= allParameters(params);
        return parameters;
      }
      if (name === "getBody" && first === undefined) return text;
      if (typeof first !== "string") return undefined;
      if (name === "params") return parameter(params, first);
      if (name !== "path" && name !== "json") return undefined;
      document ??= { value: documentOf(body, meter) };
      const found = queryJson(document.value, first, meter);
      // A missing value is an empty string, and an empty string as JSON is two quotes (observed in the console).
      return name === "path" ? (found ?? null) : printJson(found ?? "", meter);
    },
  };
}

function allParameters(params: Params): JavaMap {
  return mapOf(parameterKinds.map((kind) => [kind, mapOf(Object.entries(params[kind]))]));
}

const parameterKinds = ["path", "querystring", "header"] as const;

/** The path comes first, then the query string, then the headers; names are case-sensitive. */
function parameter(params: Params, name: string): string {
  const kind = parameterKinds.find((candidate) => Object.hasOwn(params[candidate], name));
  return kind === undefined ? "" : (params[kind][name] ?? "");
}

/** A payload that begins as JSON but is invalid has no document: every path in it is missing. */
function documentOf(body: string, meter: Meter): Value {
  if (body === "") return mapOf();
  try {
    return parseJson(body, meter);
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}
