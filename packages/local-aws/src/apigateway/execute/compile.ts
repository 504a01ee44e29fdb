import type { Integration, IntegrationResponse, Method, RequestValidator } from "@aws-sdk/client-api-gateway";
import type { Api, ApiResource } from "../store.ts";

/** A method, ready to be called: what does not depend on the call is worked out once for a deployment. */
export interface CompiledMethod {
  resource: ApiResource;
  method: Method;
  validator: RequestValidator | undefined;
  requiredParameters: { location: string; name: string }[];
  integration: Integration | undefined;
  responses: CompiledResponse[];
}

export interface CompiledResponse {
  response: IntegrationResponse;
  /** Nothing for the default response. */
  pattern: RegExp | undefined;
}

/** A node of the tree of resources. */
export interface RouteNode {
  literal: Map<string, RouteNode>;
  variable: { name: string; node: RouteNode } | undefined;
  greedy: { name: string; node: RouteNode } | undefined;
  /** By HTTP method, or ANY. */
  methods: Map<string, CompiledMethod>;
}

/** A snapshot of an API, ready to be called. */
export interface CompiledApi {
  api: Readonly<Api>;
  deploymentId: string;
  root: RouteNode;
}

const compiled = new WeakMap<object, CompiledApi>();

/** Compiles a snapshot, once: documents of the store are never changed in place. */
export function compileApi(key: object, api: Readonly<Api>, deploymentId: string): CompiledApi {
  const known = compiled.get(key);
  if (known) return known;
  const root = newNode();
  for (const resource of Object.values(api.resources)) addResource(root, api, resource);
  const result = { api, deploymentId, root };
  compiled.set(key, result);
  return result;
}

/** Compiles one method, for the Test tab, which calls it without a deployment. */
export function compileMethod(api: Readonly<Api>, resource: ApiResource, method: Method): CompiledMethod {
  return {
    resource,
    method,
    validator: method.requestValidatorId ? api.validators[method.requestValidatorId] : undefined,
    requiredParameters: Object.entries(method.requestParameters ?? {})
      .filter(([, required]) => required)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key]) => {
        const [, , location = "", ...name] = key.split(".");
        return { location, name: name.join(".") };
      }),
    integration: method.methodIntegration,
    responses: Object.values(method.methodIntegration?.integrationResponses ?? {}).map((response) => ({
      response,
      pattern: response.selectionPattern ? wholePattern(response.selectionPattern) : undefined,
    })),
  };
}

/** The regular expressions are Java's and match the whole text; one that JavaScript cannot read matches nothing. */
function wholePattern(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return /(?!)/;
  }
}

function addResource(root: RouteNode, api: Readonly<Api>, resource: ApiResource): void {
  let node = root;
  for (const part of resource.path.split("/").filter((segment) => segment !== "")) node = childOf(node, part);
  for (const [name, method] of Object.entries(resource.methods))
    node.methods.set(name, compileMethod(api, resource, method));
}

function childOf(node: RouteNode, part: string): RouteNode {
  const variable = /^\{(.+?)(\+?)\}$/.exec(part);
  if (!variable) {
    const child = node.literal.get(part) ?? newNode();
    node.literal.set(part, child);
    return child;
  }
  const kind = variable[2] === "+" ? "greedy" : "variable";
  node[kind] ??= { name: variable[1] ?? "", node: newNode() };
  return node[kind].node;
}

function newNode(): RouteNode {
  return { literal: new Map(), variable: undefined, greedy: undefined, methods: new Map() };
}
