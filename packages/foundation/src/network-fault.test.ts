import { expect, it } from "vitest";
import { type NetworkFaultKind, networkFault } from "./network-fault.ts";

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more);
const fetchFailed = (cause: unknown) => Object.assign(new TypeError("fetch failed"), { cause });

const cases: [NetworkFaultKind, Error][] = [
  ["refused", error("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" })],
  ["refused", fetchFailed(error("connect ECONNREFUSED ::1:1", { code: "ECONNREFUSED" }))],
  ["refused", fetchFailed(new AggregateError([error("", { code: "ECONNREFUSED" })]))],
  ["reset", error("read ECONNRESET", { code: "ECONNRESET" })],
  ["reset", error("socket hang up")],
  ["reset", fetchFailed(error("other side closed", { code: "UND_ERR_SOCKET" }))],
  ["reset", error("write EPIPE", { code: "EPIPE" })],
  ["timed out", fetchFailed(error("Connect Timeout Error", { code: "UND_ERR_CONNECT_TIMEOUT" }))],
  ["timed out", error("connect ETIMEDOUT", { code: "ETIMEDOUT" })],
  ["timed out", new DOMException("The operation was aborted due to timeout", "TimeoutError")],
  ["unknown host", error("getaddrinfo ENOTFOUND nowhere.example", { code: "ENOTFOUND" })],
  ["no name server", error("getaddrinfo EAI_AGAIN host", { code: "EAI_AGAIN" })],
  ["no route", error("connect EHOSTUNREACH", { code: "EHOSTUNREACH" })],
  [
    "certificate",
    error("self-signed certificate in certificate chain", { code: "SELF_SIGNED_CERT_IN_CHAIN" }),
  ],
  ["certificate", fetchFailed(error("certificate has expired", { code: "CERT_HAS_EXPIRED" }))],
  ["certificate", error("Hostname does not match", { code: "ERR_TLS_CERT_ALTNAME_INVALID" })],
  ["not TLS", error("wrong version number", { code: "ERR_SSL_WRONG_VERSION_NUMBER" })],
  ["not HTTP", error("Parse Error", { code: "HPE_INVALID_CONSTANT" })],
  ["refused", error("The endpoint says connect ECONNREFUSED 127.0.0.1:4566")],
  ["other", new TypeError("fetch failed")],
];

it.each(cases)("%s: %s", (kind, seen) => {
  expect(networkFault(seen)?.kind).toBe(kind);
});

it("says nothing about a request that was cancelled", () => {
  expect(networkFault(new DOMException("This operation was aborted", "AbortError"))).toBeUndefined();
});

it("reports the innermost error's message", () => {
  const inner = error("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" });
  expect(networkFault(fetchFailed(inner))).toEqual({
    kind: "refused",
    code: "ECONNREFUSED",
    message: "connect ECONNREFUSED 127.0.0.1:1",
  });
});

it("returns undefined for any other error", () => {
  for (const other of [
    error("x is not a function"),
    error("no such table", { code: "ENOENT" }),
    "text",
    undefined,
  ])
    expect(networkFault(other)).toBeUndefined();
});

it("ends for an error that is its own cause", () => {
  const circle = error("circle");
  circle.cause = circle;
  expect(networkFault(circle)).toBeUndefined();
});
