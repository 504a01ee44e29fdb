import { describe, expect, test } from "vitest";
import { apiWith } from "../api.ts";
import { compileApi } from "./compile.ts";
import { GatewayFailure } from "./failure.ts";
import { route } from "./route.ts";

const api = apiWith({
  "/": { GET: {} },
  "/invoke-lambda": { POST: {} },
  "/{requestId}": { GET: {} },
  "/{requestId}/log": { ANY: {}, GET: {} },
  "/files/{name}": { GET: {} },
  "/files/{name}/old": { GET: {} },
  "/files/{path+}": { GET: {}, OPTIONS: {} },
});

describe("routing", () => {
  const compiled = compileApi(api, api, "d");
  const go = (method: string, path: string) => {
    const { method: found, pathParameters } = route(compiled, method, path);
    return [found.resource.path, found.method.httpMethod, pathParameters];
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
  ])("%s %s is not there", (method, path) => {
    if (path === "/files/") expect(go(method, path)).toEqual(["/{requestId}", "GET", { requestId: "files" }]);
    else expect(() => go(method, path)).toThrow(GatewayFailure);
  });
});
