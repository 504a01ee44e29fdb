import { describe, expect, test } from "vitest";
import { findRoute, routeTree } from "./route.ts";

const resource = (path: string, ...names: string[]) => ({
  path,
  methods: Object.fromEntries(names.map((name) => [name, { path, name }])),
});

const root = routeTree([
  resource("/", "GET"),
  resource("/invoke-lambda", "POST"),
  resource("/{requestId}", "GET"),
  resource("/{requestId}/log", "ANY", "GET"),
  resource("/files/{name}", "GET"),
  resource("/files/{name}/old", "GET"),
  resource("/files/{path+}", "GET", "OPTIONS"),
]);

describe("routing", () => {
  const go = (method: string, path: string) => {
    const found = findRoute(root, method, path);
    return found && [found.method.path, found.method.name, found.pathParameters];
  };

  test.each([
    ["GET", "/", "/", "GET", {}],
    ["POST", "/invoke-lambda", "/invoke-lambda", "POST", {}],
    ["GET", "/12345", "/{requestId}", "GET", { requestId: "12345" }],
    ["GET", "/12345/", "/{requestId}", "GET", { requestId: "12345" }],
    ["GET", "//12345", "/{requestId}", "GET", { requestId: "12345" }],
    ["GET", "/a%2Fb%20c", "/{requestId}", "GET", { requestId: "a%2Fb%20c" }],
    // The literal part lacks the method, the variable one has it.
    ["GET", "/invoke-lambda", "/{requestId}", "GET", { requestId: "invoke-lambda" }],
    ["GET", "/1/log", "/{requestId}/log", "GET", { requestId: "1" }],
    ["DELETE", "/1/log", "/{requestId}/log", "ANY", { requestId: "1" }],
    ["GET", "/files/a", "/files/{name}", "GET", { name: "a" }],
    ["GET", "/files/a/old", "/files/{name}/old", "GET", { name: "a" }],
    ["GET", "/files/a/b//c", "/files/{path+}", "GET", { path: "a/b//c" }],
    ["OPTIONS", "/files/a", "/files/{path+}", "OPTIONS", { path: "a" }],
  ])("%s %s", (method, path, resource, declared, parameters) => {
    expect(go(method, path)).toEqual([resource, declared, parameters]);
  });

  test.each([
    ["POST", "/"],
    ["GET", "/a/b"],
    ["PUT", "/files/a"],
    ["GET", "/files/"],
  ])("%s %s is not found", (method, path) => {
    if (path === "/files/") expect(go(method, path)).toEqual(["/{requestId}", "GET", { requestId: "files" }]);
    else expect(go(method, path)).toBeUndefined();
  });
});
