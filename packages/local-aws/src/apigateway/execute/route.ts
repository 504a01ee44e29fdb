import type { CompiledApi, CompiledMethod, RouteNode } from "./compile.ts";
import { GatewayFailure } from "./failure.ts";

export interface Route {
  method: CompiledMethod;
  /** Still percent-encoded: API Gateway hands path parameters on as they came. */
  pathParameters: Record<string, string>;
}

/**
 * The first box: which method of which resource. A literal part wins over a variable, a variable over a greedy one;
 * the method itself wins over ANY. Slashes at either end, and doubled ones between parts, do not count.
 */
export function route({ root }: CompiledApi, httpMethod: string, path: string): Route {
  const parts = path.split("/").filter((part) => part !== "");
  const found = search(root, parts, 0, httpMethod, path);
  if (!found) throw new GatewayFailure("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  return found;
}

function search(
  node: RouteNode,
  parts: string[],
  at: number,
  httpMethod: string,
  path: string,
): Route | undefined {
  const part = parts[at];
  if (part === undefined) {
    const method = node.methods.get(httpMethod) ?? node.methods.get("ANY");
    return method && { method, pathParameters: {} };
  }
  const literal = node.literal.get(part) ?? node.literal.get(decoded(part));
  const byName = literal && search(literal, parts, at + 1, httpMethod, path);
  if (byName) return byName;
  if (node.variable) {
    const found = search(node.variable.node, parts, at + 1, httpMethod, path);
    if (found) return { ...found, pathParameters: { [node.variable.name]: part, ...found.pathParameters } };
  }
  if (!node.greedy) return undefined;
  const method = node.greedy.node.methods.get(httpMethod) ?? node.greedy.node.methods.get("ANY");
  return method && { method, pathParameters: { [node.greedy.name]: rest(path, at) } };
}

/** The path from its nth part on, doubled slashes and all, without one at the end. */
function rest(path: string, at: number): string {
  let text = path.replace(/^\/+/, "");
  for (let index = 0; index < at; index += 1) text = text.replace(/^[^/]*\/+/, "");
  return text.replace(/\/+$/, "");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
