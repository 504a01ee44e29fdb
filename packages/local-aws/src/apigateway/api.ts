import type { Method } from "@aws-sdk/client-api-gateway";
import type { Api, ApiResource } from "./store.ts";

type Methods = Record<string, Partial<Method>>;

/** An API with these methods by path, e.g. `{ "/{requestId}": { GET: {…} } }`. */
export function apiWith(paths: Record<string, Methods>, more: Partial<Api> = {}): Api {
  const resources: Record<string, ApiResource> = { root: { id: "root", path: "/", methods: {} } };
  for (const path of ["/", ...Object.keys(paths).sort()]) addPath(resources, path, paths[path] ?? {});
  return {
    id: "abcdefghij",
    name: "an API",
    region: "us-east-1",
    createdSeconds: 1_700_000_000,
    rootResourceId: "root",
    resources,
    models: {},
    validators: {},
    gatewayResponses: {},
    ...more,
  };
}

function addPath(resources: Record<string, ApiResource>, path: string, methods: Methods): void {
  let parent = "root";
  let sofar = "";
  for (const pathPart of path.split("/").filter((part) => part !== "")) {
    sofar += `/${pathPart}`;
    resources[sofar] ??= { id: sofar, parentId: parent, pathPart, path: sofar, methods: {} };
    parent = sofar;
  }
  const resource = resources[parent];
  for (const [httpMethod, method] of Object.entries(methods)) {
    if (resource) resource.methods[httpMethod] = { httpMethod, authorizationType: "NONE", ...method };
  }
}
