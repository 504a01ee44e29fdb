import { decoded, escapeRegex } from "@long-running-api/foundation/text";
import type { Operation, WireRequest } from "./wire.ts";

export interface Match {
  operation: Operation;
  labels: Record<string, string>;
}

interface Route {
  operation: Operation;
  method: string;
  pattern: RegExp;
  labels: string[];
  /** Query parameters that the schema's path requires, e.g. `?Action=…` or `?mode=import`. */
  query: [string, string | null][];
  weight: string;
}

/**
 * Finds the operation of a request from the paths in the SDK's schemas, e.g. `/restapis/{restApiId}/stages` or
 * `/functions/{FunctionName+}`. The path with more literal text wins, then the one with more required query parameters.
 */
export function compileRoutes(operations: readonly Operation[]): (request: WireRequest) => Match | undefined {
  const routes = operations.flatMap(compile).sort((a, b) => (a.weight < b.weight ? 1 : -1));
  return ({ method, path, query }) => {
    for (const route of routes) {
      if (route.method !== method) continue;
      const found = route.pattern.exec(path);
      if (
        !found ||
        !route.query.every(([key, value]) => (value === null ? query.has(key) : query.get(key) === value))
      )
        continue;
      const labels = route.labels.map((label, index) => [label, decoded(found[index + 1] ?? "")]);
      return { operation: route.operation, labels: Object.fromEntries(labels) };
    }
    return undefined;
  };
}

function compile(operation: Operation): Route[] {
  if (!operation.http) return [];
  const [path = "", search = ""] = operation.http.path.split("?");
  const segments = path.split("/").filter((segment) => segment !== "");
  const labels: string[] = [];
  const source = segments.map((segment) => {
    const label = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (!label) return escapeRegex(segment);
    labels.push(label[1] ?? "");
    return label[2] === "+" ? "(.+)" : "([^/]+)";
  });
  const query = [...new URLSearchParams(search)].map(([key, value]): [string, string | null] => [
    key,
    value === "" ? null : value,
  ]);
  const weight = `${segments.map((segment) => (segment.startsWith("{") ? 0 : 1)).join("")}.${query.length}`;
  return [
    {
      operation,
      method: operation.http.method,
      pattern: new RegExp(`^/${source.join("/")}/?$`),
      labels,
      query,
      weight,
    },
  ];
}
