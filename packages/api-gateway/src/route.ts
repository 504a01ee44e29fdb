/** A node of the tree of resources; `T` is what a method leads to. */
export interface RouteNode<T> {
  readonly literal: Map<string, RouteNode<T>>;
  variable: { readonly name: string; readonly node: RouteNode<T> } | undefined;
  greedy: { readonly name: string; readonly node: RouteNode<T> } | undefined;
  /** By HTTP method, or ANY. */
  readonly methods: Map<string, T>;
}

/** The result of routing a path. */
export interface Route<T> {
  readonly method: T;
  /** Still percent-encoded: API Gateway does not decode path parameters. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The tree of an API's resources, by the parts of their paths. */
export function routeTree<T>(
  resources: Iterable<{ readonly path: string; readonly methods: Readonly<Record<string, T>> }>,
): RouteNode<T> {
  const root = newNode<T>();
  for (const { path, methods } of resources) {
    let node = root;
    for (const part of path.split("/").filter((segment) => segment !== "")) node = childOf(node, part);
    for (const [name, method] of Object.entries(methods)) node.methods.set(name, method);
  }
  return root;
}

/** The variable that a part of a resource's path is; undefined for a literal one. */
export function pathVariable(part: string): { name: string; isGreedy: boolean } | undefined {
  const [, name, plus] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
  return name === undefined ? undefined : { name, isGreedy: plus === "+" };
}

function childOf<T>(node: RouteNode<T>, part: string): RouteNode<T> {
  const variable = pathVariable(part);
  if (!variable) {
    const child = node.literal.get(part) ?? newNode<T>();
    node.literal.set(part, child);
    return child;
  }
  const kind = variable.isGreedy ? "greedy" : "variable";
  node[kind] ??= { name: variable.name, node: newNode() };
  return node[kind].node;
}

function newNode<T>(): RouteNode<T> {
  return { literal: new Map(), variable: undefined, greedy: undefined, methods: new Map() };
}

/**
 * Finds the resource and method for a path. A literal part wins over a variable, a variable over a greedy one; the
 * method itself wins over ANY. Leading, trailing and doubled slashes are ignored.
 */
export function findRoute<T>(root: RouteNode<T>, httpMethod: string, path: string): Route<T> | undefined {
  const parts = path.split("/").filter((part) => part !== "");
  return search(root, parts, 0, httpMethod, path);
}

function search<T>(
  node: RouteNode<T>,
  parts: string[],
  at: number,
  httpMethod: string,
  path: string,
): Route<T> | undefined {
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

/** The path from its nth part on, with doubled slashes kept and a trailing slash removed. */
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
