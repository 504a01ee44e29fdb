import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendHttp, sendHttpPoll, sendLimits } from "../http-request.ts";

const server = createServer((_, response) => response.end('{"reached":true}'));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** Resolves only these names. */
function resolving(names: Record<string, string>) {
  return ((
    hostname: string,
    options: { all?: boolean },
    callback: (error: unknown, addresses: unknown) => void,
  ) => {
    const address = names[hostname];
    if (address === undefined) callback(Object.assign(new Error("unknown"), { code: "ENOTFOUND" }), []);
    else callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
    void options;
  }) as unknown as NonNullable<typeof sendLimits.lookup>;
}

const poll = (uri: string, more: Partial<typeof sendLimits> = {}) =>
  sendHttpPoll({ uri, method: "GET" }, { ...sendLimits, connectMsDefault: 300, ...more });

describe("addresses that are blocked unless they are listed", () => {
  it.each([
    "169.254.169.254",
    "169.254.170.2",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[64:ff9b::169.254.169.254]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "100.100.100.200",
  ])("http://%s/", async (host) => {
    const outcome = await poll(`http://${host}/latest/meta-data`);
    expect(outcome.ok ? "" : outcome.reason).toMatch(
      /a link-local or metadata address, which may not be called/,
    );
  });

  it("are found behind a name", async () => {
    const lookup = resolving({ "innocent.example": "169.254.169.254" });
    const outcome = await poll("http://innocent.example/", { lookup });
    expect(outcome.ok ? "" : outcome.reason).toBe(
      "Failed to invoke HTTP_POLL task due to: The host innocent.example leads to 169.254.169.254, a link-local or metadata address, which may not be called. The operator can allow it with --allow-host innocent.example.",
    );
  });

  it("are found behind a redirect", async () => {
    const redirecting = createServer((_, response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
    );
    await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
    const uri = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`;
    const outcome = await sendHttp({ uri, method: "GET" }, sendLimits);
    redirecting.close();
    expect(outcome.ok ? "" : outcome.reason).toMatch(/169\.254\.169\.254 is a link-local/);
  });

  it("may be called when they are listed", async () => {
    const lookup = resolving({ "metadata.example": "169.254.0.1" });
    const outcome = await poll("http://metadata.example:1/", { lookup, allowHosts: ["metadata.example"] });
    expect(outcome.ok ? "" : outcome.reason).not.toMatch(/may not be called/);
  });
});

describe("allowHosts", () => {
  it.each([
    [["127.0.0.1"], true],
    [["127.0.0.1:PORT"], true],
    [["127.0.0.1:1"], false],
    [["example.com", "LOCALHOST"], false],
    [[], false],
  ])("%j", async (entries, allowed) => {
    const allowHosts = entries.map((entry) => entry.replace("PORT", String(port)));
    const outcome = await poll(`http://127.0.0.1:${port}/`, { allowHosts });
    expect(outcome.ok).toBe(allowed);
    if (!outcome.ok)
      expect(outcome.reason).toContain(`The host 127.0.0.1:${port} may not be called: allowed are`);
  });

  it("matches only subdomains with a star", async () => {
    const lookup = resolving({
      "a.example.com": "127.0.0.1",
      "example.com": "127.0.0.1",
      "evilexample.com": "127.0.0.1",
    });
    const reach = async (host: string) =>
      (await poll(`http://${host}:${port}/`, { lookup, allowHosts: ["*.example.com"] })).ok;
    expect([
      await reach("a.example.com"),
      await reach("example.com"),
      await reach("evilexample.com"),
    ]).toEqual([true, false, false]);
  });

  it("does not allow a blocked address through a star", async () => {
    const lookup = resolving({ "a.example.com": "169.254.169.254" });
    const outcome = await poll("http://a.example.com/", { lookup, allowHosts: ["*.example.com"] });
    expect(outcome.ok ? "" : outcome.reason).toMatch(/metadata address/);
  });
});

it("a blocked host is reported as such, not as a broken connection", async () => {
  const lookup = resolving({ "x.example": "fe80::1" });
  expect(await poll("http://x.example/", { lookup })).toMatchObject({
    ok: false,
    response: expect.stringMatching(/^The host x\.example leads to fe80::1/),
  });
});
