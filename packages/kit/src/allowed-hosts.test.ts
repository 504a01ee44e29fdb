import { expect, test } from "vitest";
import { allowedHosts } from "./allowed-hosts.ts";

const url = "http://127.0.0.1:4566";
const codespace = { CODESPACE_NAME: "Fluffy", GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN: "app.github.dev" };
const gitpod = { GITPOD_WORKSPACE_URL: "https://me-lab-1a2b.ws-eu1.gitpod.io" };

test("by default nothing is allowed, in a Codespace neither", () => {
  const allowed = allowedHosts(undefined, codespace);
  expect(allowed.has("fluffy-4566.app.github.dev")).toBe(false);
  expect(allowed.forwarded(url)).toBeUndefined();
});

test.each([
  ["Codespaces", codespace, "fluffy-4566.app.github.dev"],
  ["Gitpod", gitpod, "4566-me-lab-1a2b.ws-eu1.gitpod.io"],
])("forwarded: the names of this environment on %s", (_, env, host) => {
  for (const allowed of [
    allowedHosts("forwarded", env),
    allowedHosts(undefined, { ...env, LOCAL_ALLOW_HOST: "forwarded" }),
  ]) {
    expect(allowed.has(host)).toBe(true);
    expect(allowed.has(host.replace("4566", "80"))).toBe(true);
    expect(allowed.has(host.replace("4566", "x"))).toBe(false);
    expect(allowed.has(`x${host}`)).toBe(false);
    expect(allowed.forwarded(url)).toBe(`https://${host}`);
  }
});

test("a name, and every name of a domain", () => {
  const { has } = allowedHosts("Lab.example.com, *.example.net", {});
  expect(["lab.example.com", "a.example.net", "a.b.example.net"].map(has)).toEqual([true, true, true]);
  expect(["x.example.com", "example.net", "anexample.net", ""].map(has)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test("what names no host is refused; “forwarded” where nothing forwards, only as an option", () => {
  for (const wrong of ["https://lab.example.com", "lab.example.com:80", "*", "*.com", "a b"])
    expect(() => allowedHosts(wrong, {}), wrong).toThrow("--allow-host needs host names");
  expect(() => allowedHosts("forwarded", {})).toThrow("neither a Codespace nor");
  expect(allowedHosts(undefined, { LOCAL_ALLOW_HOST: "forwarded" }).has("")).toBe(false);
});
