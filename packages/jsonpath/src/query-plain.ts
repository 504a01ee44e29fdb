import { fromJson } from "./from-json.ts";
import { queryJson } from "./jsonpath.ts";
import { pathOf } from "./jsonpath-parse.ts";
import { newMeter, RenderFault } from "./meter.ts";
import { toJson } from "./to-json.ts";

/** The JSONPath is invalid ("path") or cannot be evaluated on this document ("evaluation"). */
export class JsonPathError extends Error {
  override readonly name = "JsonPathError";
  readonly kind: "path" | "evaluation";

  constructor(message: string, kind: "path" | "evaluation") {
    super(message);
    this.kind = kind;
  }
}

/** The result of a JSONPath; an indefinite path (wildcard, scan, filter, several indexes) always finds a list. */
export type Found = { readonly found: true; readonly value: unknown } | { readonly found: false };

/**
 * Evaluates a JSONPath on plain JSON as Jayway does, in at most `stepsMax` steps. Integers may be bigint and are
 * returned as bigint beyond 2^53. Throws JsonPathError.
 */
export function queryPlain(document: unknown, path: string, stepsMax = 1_000_000): Found {
  attempt("path", () => pathOf(path));
  const value = attempt("evaluation", () => queryJson(fromJson(document), path, newMeter(stepsMax)));
  return value === undefined ? { found: false } : { found: true, value: toJson(value) };
}

function attempt<T>(kind: JsonPathError["kind"], act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof RenderFault) throw new JsonPathError(error.message, kind);
    throw error;
  }
}
