import { request } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { pollRun } from "./run/run-bench.ts";
import { type PageServer, servePage } from "./server.ts";
import { benchSource } from "./source-bench.ts";

let server: PageServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Fetches without decoding anything, and with any Host. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const sent = request(`${server?.url}${path}`, { method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      sent.on("error", reject);
      sent.end();
    },
  );
}

/** The events of a stream up to one of that name. */
async function eventsUntil(name: string, since = ""): Promise<{ event: string; data: unknown }[]> {
  const stop = new AbortController();
  const response = await fetch(`${server?.url}/events${since}`, { signal: stop.signal });
  const events: { event: string; data: unknown }[] = [];
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString("utf8");
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const [, event = "", data = "null"] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      if (event !== "") events.push({ event, data: JSON.parse(data) });
    }
    if (events.some(({ event }) => event === name)) break;
  }
  stop.abort();
  return events;
}

test("the page is sent compressed, once, under a policy without exceptions", async () => {
  server = await servePage({ source: async () => benchSource() });
  const page = await ask("/", { "accept-encoding": "gzip" });
  expect(page.status).toBe(200);
  expect(page.headers["content-security-policy"]).toMatch(/^default-src 'self'; /);
  expect(String(page.headers["content-security-policy"])).not.toContain("unsafe");
  const html = gunzipSync(page.body).toString("utf8");
  expect(html).not.toMatch(/<script>|<style|style=|https?:\/\/(?!www\.w3\.org)/);
  for (const [, file = ""] of html.matchAll(/(?:src|href)="([^"#]+)"/g))
    expect((await ask(`/${file}`)).status, file).toBe(200);
  const etag = String(page.headers["etag"]);
  expect((await ask("/", { "if-none-match": etag })).status).toBe(304);
  expect((await ask("/../package.json")).status).toBe(404);
  expect((await ask("/app.js", {}, "HEAD")).body).toHaveLength(0);
});

test("a path that is not a valid URL does not exist, and a HEAD of the events ends", async () => {
  server = await servePage({ source: async () => benchSource() });
  expect((await ask("//")).status).toBe(404);
  expect(await ask("/events", {}, "HEAD")).toMatchObject({ status: 200, body: Buffer.alloc(0) });
});

test("foreign hosts and origins get nothing, and the source is not opened for them", async () => {
  const source = vi.fn(async () => benchSource());
  server = await servePage({ source });
  for (const headers of [{ host: "rebound.example.com" }, { origin: "https://example.com" }])
    for (const path of ["/", "/events", "/data/request"]) {
      const { status, headers: sent } = await ask(path, headers as unknown as Record<string, string>);
      expect(status).toBe(403);
      expect(sent["x-content-type-options"]).toBe("nosniff");
    }
  expect((await ask("/start/poll", {}, "POST")).status).toBe(403);
  expect(source).not.toHaveBeenCalled();
});

test("documents are served by name, and inherited properties are not documents", async () => {
  server = await servePage({
    source: async () =>
      benchSource({
        data: {
          cloud: (query) => ({ id: query.get("id") }),
          condition: () => ({ id: 1234567890123456789n }),
        },
      }),
  });
  expect(JSON.parse((await ask("/data/cloud?id=7")).body.toString())).toEqual({ id: "7" });
  expect((await ask("/data/condition")).body.toString()).toBe('{"id":1234567890123456789}');
  for (const name of ["toString", "__proto__", "constructor", "nothing"])
    expect((await ask(`/data/${name}`)).status).toBe(404);
});

test("a stream says hello, resumes after the last number, and starts again when the journal is another one", async () => {
  const entries = [1, 2, 3].map((number) => ({ number, time: 0, kind: "execute" }));
  const source = benchSource({ entries, runs: [pollRun], epoch: "a.b" });
  server = await servePage({ source: async () => source });
  const numbers = (events: { event: string; data: unknown }[]) =>
    events
      .flatMap(({ event, data }) => (event === "entries" ? (data as { number: number }[]) : []))
      .map(({ number }) => number);
  const all = await eventsUntil("runs");
  expect(all[0]).toMatchObject({ event: "hello", data: { epoch: "a.b" } });
  expect(numbers(all)).toEqual([1, 2, 3]);
  expect(numbers(await eventsUntil("runs", "?since=a.b.2"))).toEqual([3]);
  expect(numbers(await eventsUntil("runs", "?since=other.2"))).toEqual([1, 2, 3]);
});

test("a source that cannot be opened is reported, and tried again", async () => {
  let tries = 0;
  server = await servePage({
    source: async () => {
      tries += 1;
      if (tries === 1) throw new Error("not yet");
      return benchSource({ data: { cloud: () => "there" } });
    },
  });
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  expect((await ask("/data/cloud")).status).toBe(500);
  expect((await ask("/data/cloud")).status).toBe(200);
  errors.mockRestore();
});

test("when a page leaves, nothing is watched any more", async () => {
  const source = benchSource({ runs: [pollRun] });
  server = await servePage({ source: async () => source });
  await eventsUntil("runs");
  await vi.waitFor(() => expect(source.watching()).toBe(0));
});

test("a port that is taken is not used", async () => {
  server = await servePage({ source: async () => benchSource() });
  const port = Number(new URL(server.url).port);
  const other = await servePage({ ports: [port], source: async () => benchSource() });
  expect(other.url).not.toBe(server.url);
  await other.close();
});
