import type { Method, RequestValidator } from "@aws-sdk/client-api-gateway";
import { type RouteNode, routeTree } from "@long-running-api/api-gateway";
import type { Api, ApiResource } from "../store.ts";

/** A compiled method. */
export interface CompiledMethod {
  readonly resource: ApiResource;
  readonly method: Method;
  readonly validator: RequestValidator | undefined;
}

/** A compiled snapshot of an API. */
export interface CompiledApi {
  readonly api: Readonly<Api>;
  readonly deploymentId: string;
  readonly root: RouteNode<CompiledMethod>;
}

const compiled = new WeakMap<object, CompiledApi>();

/** Compiles a snapshot once: the store's documents are never changed in place. */
export function compileApi(key: object, api: Readonly<Api>, deploymentId: string): CompiledApi {
  const known = compiled.get(key);
  if (known) return known;
  const resources = Object.values(api.resources).map((resource) => ({
    path: resource.path,
    methods: Object.fromEntries(
      Object.entries(resource.methods).map(([name, method]) => [name, compileMethod(api, resource, method)]),
    ),
  }));
  const result = { api, deploymentId, root: routeTree(resources) };
  compiled.set(key, result);
  return result;
}

/** Compiles one method, for the Test tab, which calls it without a deployment. */
export function compileMethod(api: Readonly<Api>, resource: ApiResource, method: Method): CompiledMethod {
  const validator = method.requestValidatorId ? api.validators[method.requestValidatorId] : undefined;
  return { resource, method, validator };
}
