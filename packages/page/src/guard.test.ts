import { expect, test } from "vitest";
import { refusalOf } from "./guard.ts";

const host = "127.0.0.1:4567";
const refused = (
  request: { method?: string; url?: string; [header: string]: string | undefined },
  isAllowed: (hostname: string) => boolean = () => false,
) => {
  const { method = "GET", url = "/", ...headers } = request;
  return refusalOf({ method, url, headers: { host, ...headers } }, { isAllowed, port: 4567 });
};

test("the page itself, and its own requests, pass", () => {
  expect(refused({})).toBeUndefined();
  expect(refused({ url: "/events", "sec-fetch-site": "same-origin" })).toBeUndefined();
  expect(refused({ method: "POST", url: "/start", origin: `http://${host}` })).toBeUndefined();
  expect(refused({ host: "localhost:4567" })).toBeUndefined();
});

test("a link on another site opens the page, but nothing else of another site reaches it", () => {
  expect(refused({ "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" })).toBeUndefined();
  expect(refused({ "sec-fetch-site": "cross-site", "sec-fetch-dest": "image" })).toContain("other sites");
  expect(
    refused({ url: "/data/runs", "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" }),
  ).toContain("other sites");
});

test.each(["https://example.com", "http://127.0.0.1:3000", "null"])("the Origin %s is refused", (origin) => {
  expect(refused({ url: "/data/runs", origin })).toContain(origin);
});

test.each(["rebound.example.com", "127.0.0.1.example.com", ""])("the Host %j is refused", (name) => {
  expect(refused({ host: name })).toContain("Host header");
});

test("a request that starts something needs an Origin", () => {
  expect(refused({ method: "POST", url: "/start" })).toContain("Origin");
});

test("a forwarded name passes only when it is allowed, whichever header the forwarding rewrites", () => {
  const name = "lab-4567.app.github.dev";
  const isAllowed = (hostname: string) => hostname === name;
  const post = { method: "POST", url: "/start", "sec-fetch-site": "same-origin" };
  for (const headers of [
    { host: name, origin: `https://${name}` },
    { host: name, origin: "http://localhost:4567" },
    { origin: `https://${name}` },
  ]) {
    expect(refused({ ...post, ...headers })).toBeDefined();
    expect(refused({ ...post, ...headers }, isAllowed)).toBeUndefined();
  }
  for (const origin of [
    "https://evil-4567.app.github.dev",
    "http://localhost:3000",
    `https://${name}.example.com`,
  ])
    expect(refused({ ...post, host: name, origin }, isAllowed)).toContain(origin);
});
