import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import zlib from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { sendHttp, sendHttpPoll, sendLimits } from "../http-request.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (uri: string, more: Record<string, unknown> = {}) => ({ uri, method: "GET", ...more });

describe("a response that is too large", () => {
  it("ends at bodyBytesMax while it is still being sent", async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(65_536))) sent += 65_536;
        if (response.writable) response.once("drain", more);
      };
      more();
    });
    const outcome = await sendHttpPoll(get(`${url}/endless`), { ...sendLimits, bodyBytesMax: 100_000 });
    expect(outcome).toMatchObject({
      ok: false,
      reason: expect.stringContaining("the answer is larger than 100000 bytes"),
    });
    expect(sent).toBeLessThan(50_000_000);
  });

  it("counts the decompressed bytes", async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(50_000_000));
    const url = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    const outcome = await sendHttpPoll(get(url), { ...sendLimits, bodyBytesMax: 1_000_000 });
    expect(bomb.length).toBeLessThan(100_000);
    expect(outcome).toMatchObject({
      ok: false,
      reason: expect.stringContaining("the answer is larger than 1000000 bytes"),
    });
  });

  it("is truncated where a failure quotes it", async () => {
    const url = await serve((_, response) => response.writeHead(500).end("x".repeat(200_000)));
    const outcome = await sendHttp(get(url), sendLimits);
    expect(outcome.ok ? "" : outcome.reason).toMatch(/x…"$/);
    expect(outcome.ok ? 0 : outcome.reason.length).toBeLessThan(66_000);
  });

  it("fails on a broken compression", async () => {
    const url = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end("no gzip"),
    );
    const outcome = await sendHttp(get(url), sendLimits);
    expect(outcome.ok ? "" : outcome.response).toBe(
      "java.lang.Exception: Error while extracting response for type [class java.lang.String] and content type [application/octet-stream]",
    );
  });

  it("keeps text that nests too deep as text, so that no stack overflows", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const url = await serve((_, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(deep),
    );
    expect(await sendHttp(get(url), sendLimits)).toMatchObject({ ok: true, response: { body: deep } });
  });
});

describe("a slow response", () => {
  const drip: RequestListener = (_, response) => {
    const timer = setInterval(() => response.write(" "), 20);
    response.once("close", () => clearInterval(timer));
  };

  it("ends after a total of readTimeOut for HTTP_POLL, even if it keeps sending", async () => {
    const url = await serve(drip);
    const outcome = await sendHttpPoll(get(`${url}/s?token=1`, { readTimeOut: "150" }), sendLimits);
    expect(outcome.ok ? "" : outcome.response).toBe(
      `java.lang.Exception: I/O error on GET request for "${url}/s": Read timed out`,
    );
  });

  it("ends after totalMsMax for HTTP, whose readTimeOut counts between two pieces", async () => {
    const url = await serve(drip);
    const outcome = await sendHttp(get(url, { readTimeOut: 100 }), { ...sendLimits, totalMsMax: 300 });
    expect(outcome).toMatchObject({
      ok: false,
      reason: expect.stringContaining("Error while extracting response"),
    });
  });

  it("ends after totalMsMax even when it never begins and readTimeOut is 0", async () => {
    const url = await serve(() => {});
    const outcome = await sendHttp(get(url, { readTimeOut: 0 }), { ...sendLimits, totalMsMax: 100 });
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringContaining("Read timed out") });
  });
});

describe("redirects of HTTP_POLL", () => {
  it("stay within the origin", async () => {
    const other = await serve((_, response) => response.end("{}"));
    const url = await serve((_, response) => response.writeHead(302, { location: `${other}/x?y=1` }).end());
    const outcome = await sendHttpPoll(get(url), sendLimits);
    expect(outcome.ok ? "" : outcome.reason).toBe(
      `Failed to invoke HTTP_POLL task due to: java.lang.Exception: 302 Found on GET request for "${url}": [no body] (a redirect to ${other}, another origin, is not followed)`,
    );
  });

  it("are followed within it, and counted", async () => {
    const url = await serve((request, response) => {
      const left = Number(new URL(request.url ?? "/", "http://x").searchParams.get("left"));
      if (left === 0) response.end('{"done":true}');
      else response.writeHead(307, { location: `/?left=${left - 1}` }).end();
    });
    const limits = { ...sendLimits, redirectsMax: 3 };
    expect(await sendHttpPoll(get(`${url}/?left=3`), limits)).toMatchObject({
      ok: true,
      response: { body: { done: true } },
    });
    expect(await sendHttpPoll(get(`${url}/?left=4`), limits)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("Maximum redirects (3) exceeded"),
    });
  });
});

describe("acceptedStatusCodes", () => {
  it.each([
    [["2xx", "404"], 404, true],
    [["404"], 200, false],
    [[404], 404, true],
    ["5XX, 418", 503, true],
    [undefined, 204, true],
    [undefined, 404, false],
  ])("%j and %d", async (acceptedStatusCodes, status, ok) => {
    const url = await serve((_, response) =>
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(status === 204 ? undefined : '{"a":1}'),
    );
    const outcome = await sendHttpPoll(get(url, { acceptedStatusCodes }), sendLimits);
    expect(outcome.ok).toBe(ok);
    if (ok && status !== 204) expect(outcome.response).toMatchObject({ statusCode: status, body: { a: 1 } });
  });

  it("that are invalid are reported", async () => {
    expect(
      await sendHttpPoll(get("http://127.0.0.1:1/", { acceptedStatusCodes: ["ok"] }), sendLimits),
    ).toMatchObject({
      ok: false,
      reason: `Failed to invoke HTTP_POLL task due to: acceptedStatusCodes must list codes such as "404" or families such as "2xx"; it is ["ok"].`,
    });
  });
});

describe("encode: false", () => {
  it("sends the uri unchanged", async () => {
    const url = await serve((request, response) => response.end(JSON.stringify({ path: request.url })));
    const spec = get(`${url}/a%20b?c=%2Fd&&e==`, { encode: false });
    expect(await sendHttpPoll(spec, sendLimits)).toMatchObject({
      response: { body: { path: "/a%20b?c=%2Fd&&e==" } },
    });
  });

  it("rejects a uri that needs encoding", async () => {
    expect(await sendHttpPoll(get("http://127.0.0.1:1/a b", { encode: "false" }), sendLimits)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("at index 20 that must be percent-encoded"),
    });
  });
});

describe("fields of the wrong type", () => {
  it.each([
    ["text", 'http_request must be an object; it is "text".'],
    [[1], "http_request must be an object; it is [1]."],
    [get("http://127.0.0.1:1/", { headers: "x" }), 'http_request.headers must be an object; it is "x".'],
    [
      get("http://127.0.0.1:1/", { headers: { "a b": 1 } }),
      'http_request.headers has a name that HTTP does not allow: "a b".',
    ],
    [
      get("http://127.0.0.1:1/", { readTimeOut: "abc" }),
      'http_request.readTimeOut must be a number of milliseconds; it is "abc".',
    ],
    [{ uri: { a: 1 }, method: "GET" }, 'http_request.uri must be text; it is {"a":1}.'],
  ])("%j", async (spec, words) => {
    expect(await sendHttp(spec, sendLimits)).toEqual({
      ok: false,
      reason: `Failed to invoke HTTP task due to: ${words}`,
      response: words,
    });
  });
});
