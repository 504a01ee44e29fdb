import { invokeTarget } from "@long-running-api/local-aws/serve";
import { expect, test } from "vitest";
import { hostCheck } from "./host-check.ts";

const invokePath = "/_aws/execute-api/abc123/test/12345";
const refused = (
  url: string,
  headers: { host?: string; origin?: string; "sec-fetch-site"?: string },
  allowed = { has: (_name: string) => false },
) => {
  const request = { url, headers: { host: "127.0.0.1:4566", ...headers } };
  return hostCheck(request, { allowed, isInvocation: invokeTarget(request) !== undefined });
};

test("a page of another site reaches a deployed API, which answers by its own CORS headers", () => {
  expect(refused(invokePath, { origin: "https://example.com" })).toBeUndefined();
  expect(refused("/restapis/abc/test/_user_request_/x", { origin: "https://example.com" })).toBeUndefined();
  const host = "abc.execute-api.localhost:4566";
  expect(refused("/test/x", { host, origin: "https://example.com" })).toBeUndefined();
});

test.each(["/", "/api/metadata/workflow", "/_local/status", "/restapis", "/restapis/abc/test"])(
  "it reaches nothing else: %s",
  (url) => expect(refused(url, { origin: "https://example.com" })).toContain("https://example.com"),
);

test("a page of this machine reaches everything", () => {
  expect(refused("/api/workflow", { origin: "http://localhost:3000" })).toBeUndefined();
});

test("a foreign Host is refused, for a deployed API too", () => {
  expect(refused(invokePath, { host: "rebound.example.com" })).toContain("rebound.example.com");
});

test("an image on a page of another site carries no Origin, and is refused too", () => {
  expect(refused("/_local/turn", { "sec-fetch-site": "cross-site" })).toContain("other sites");
  expect(refused(invokePath, { "sec-fetch-site": "cross-site" })).toBeUndefined();
  expect(refused("/_local/turn", { "sec-fetch-site": "same-origin" })).toBeUndefined();
});

test("an image on a neighbour of an allowed host is refused; on another port of this machine it is not", () => {
  const allowed = { has: (name: string) => name === "lab.example.com" };
  const neighbour = { host: "lab.example.com", "sec-fetch-site": "same-site" };
  expect(refused("/_local/turn", neighbour, allowed)).toContain("other sites");
  expect(refused("/_local/turn", { ...neighbour, "sec-fetch-site": "same-origin" }, allowed)).toBeUndefined();
  expect(refused("/_local/turn", { host: "localhost:4566", "sec-fetch-site": "same-site" })).toBeUndefined();
});

test("a host name that is allowed passes, and no other", () => {
  const host = "lab-4566.example.com";
  const origin = `https://${host}`;
  const allowed = { has: (name: string) => name === host };
  expect(refused("/restapis", { host }), "not asked for").toContain(host);
  expect(refused("/restapis", { origin }), "not asked for").toContain(origin);
  expect(refused("/restapis", { host, origin }, allowed)).toBeUndefined();
  expect(refused("/restapis", { origin }, allowed), "where the forwarding rewrites Host").toBeUndefined();
  const other = "evil-4566.example.com";
  expect(refused("/restapis", { host: other, origin: `https://${other}` }, allowed)).toContain(other);
});
