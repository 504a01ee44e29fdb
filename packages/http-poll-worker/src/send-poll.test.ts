import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createHostPlaces } from "@long-running-api/conductor/host-places";
import type { HttpOutcome, HttpRequestSpec } from "@long-running-api/conductor/http-request";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCircuits } from "./circuit.ts";
import { createCredentials } from "./credentials.ts";
import { sendPoll } from "./send-poll.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "credentials-"));
});
afterAll(() => rm(folder, { recursive: true }));

const fine: HttpOutcome = {
  ok: true,
  response: { statusCode: 200, headers: {}, body: {}, reasonPhrase: "OK" },
};
const down: HttpOutcome = { ok: false, reason: "Connection refused", passing: {} };
const broken: HttpOutcome = { ok: false, reason: "500", passing: { status: 500 } };

function open({ perHost = 2, environment = {} as Record<string, string>, file = "" } = {}) {
  let nowMs = 0;
  const sent: HttpRequestSpec[] = [];
  const timers: { atMs: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { atMs: nowMs + ms, run };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  const draining = { now: false };
  const circuits = createCircuits({ failures: 3, openSeconds: 5 }, () => nowMs);
  const tools = {
    places: createHostPlaces({ total: 10, perHost }, { nowMs: () => nowMs, after }),
    circuits,
    credentials: createCredentials({ file: file || undefined, environment }),
    isDraining: () => draining.now,
    waitMsMax: 5_000,
  };
  return {
    sent,
    circuits,
    draining,
    send: (request: HttpRequestSpec, outcome: HttpOutcome | Promise<HttpOutcome> = fine, strict = false) =>
      sendPoll(
        request,
        { strict },
        {
          ...tools,
          send: async (given) => {
            sent.push(given);
            return outcome;
          },
        },
      ),
    pass(seconds: number) {
      nowMs += seconds * 1_000;
      for (const timer of [...timers]) if (timer.atMs <= nowMs) timer.run();
    },
  };
}

const slow = { uri: "http://slow/1", method: "GET" };
const fast = { uri: "http://fast/1", method: "GET" };

describe("a slow host", () => {
  it("delays no other, and what finds no place goes back to the server", async () => {
    const { send, pass } = open();
    const never = new Promise<HttpOutcome>(() => {});
    const waiting = [1, 2, 3, 4].map(() => send(slow, never));
    expect(await send(fast)).toBe(fine);
    pass(5);
    expect(await Promise.race(waiting)).toEqual({ notSent: "too many requests to slow are in progress" });
  });
});

describe("a host that does not respond", () => {
  it("is left alone for a while, longer each time, and called again by one request", async () => {
    const { send, sent, pass, circuits } = open();
    for (let n = 0; n < 3; n += 1) await send(slow, down);
    expect(circuits.open()).toEqual(["slow"]);
    expect(await send(slow)).toMatchObject({
      ok: false,
      reason:
        "No request was sent: slow does not respond, and is called again in 5 s. The last failure: Connection refused",
      passing: { retryAfter: "5" },
    });
    expect(await send(fast)).toBe(fine);
    pass(5);
    await send(slow, down); // the probe
    pass(9);
    expect(sent).toHaveLength(5);
    expect(await send(slow)).toMatchObject({ passing: { retryAfter: "1" } });
    pass(1);
    expect(await send(slow)).toBe(fine);
    expect(circuits.open()).toEqual([]);
  });

  it("is called again although the first one to do so cannot send its request, or breaks", async () => {
    const { send, pass } = open();
    for (let n = 0; n < 3; n += 1) await send(slow, down);
    pass(5);
    expect(await send({ ...slow, credential: "none" } as HttpRequestSpec)).toMatchObject({ ok: false });
    await expect(send(slow, Promise.reject(new Error("a bug")))).rejects.toThrow("a bug");
    pass(10);
    expect(await send(slow)).toBe(fine);
  });

  it("is called by a strict task: one that ends without its request would fail by chance", async () => {
    const { send } = open();
    for (let n = 0; n < 3; n += 1) await send(slow, down);
    expect(await send(slow, down, true)).toBe(down);
    expect(await send(slow, fine, true)).toBe(fine);
  });

  it("is not one without a name or with a bad certificate: those fail at once", async () => {
    const { send, circuits } = open();
    for (let n = 0; n < 10; n += 1) await send(slow, { ...down, passing: { onceAnswered: true } });
    expect(circuits.open()).toEqual([]);
  });

  it("is not one that answers 500: others' jobs there may be well", async () => {
    const { send, circuits } = open();
    for (let n = 0; n < 10; n += 1) await send(slow, broken);
    expect(circuits.open()).toEqual([]);
  });
});

it("a worker that is stopping begins no request", async () => {
  const { send, draining, sent } = open();
  draining.now = true;
  expect(await send(fast)).toEqual({ notSent: "the worker is stopping" });
  expect(sent).toEqual([]);
});

describe("a credential", () => {
  const named = (credential: string, uri = "https://api.example.com/job") => ({
    uri,
    method: "GET",
    headers: { authorization: "from the definition", "X-Trace": "1" },
    credential,
  });

  it("comes from a file or the environment, by name, and is read again when it changes", async () => {
    const secret = path.join(folder, "secret");
    await writeFile(secret, "Bearer one\n");
    const file = path.join(folder, "credentials.json");
    await writeFile(
      file,
      JSON.stringify({
        partner: { hosts: ["api.example.com"], valueFile: secret },
        other: { hosts: ["*.example.com"], header: "X-Api-Key", valueEnvironment: "PARTNER_KEY" },
      }),
    );
    const { send, sent } = open({ file, environment: { PARTNER_KEY: "k" } });
    await send(named("partner"));
    await writeFile(secret, "Bearer second\n");
    await send(named("partner"));
    await send(named("other"));
    expect(sent.map(({ headers }) => headers)).toEqual([
      { "X-Trace": "1", Authorization: "Bearer one" },
      { "X-Trace": "1", Authorization: "Bearer second" },
      { authorization: "from the definition", "X-Trace": "1", "X-Api-Key": "k" },
    ]);
    expect(JSON.stringify(sent)).not.toContain('"credential"');
  });

  it("is sent to its own hosts only", async () => {
    const file = path.join(folder, "own-hosts.json");
    await writeFile(file, JSON.stringify({ partner: { hosts: ["api.example.com:443"], value: "SECRET" } }));
    const { send, sent } = open({ file });
    expect(await send(named("partner", "https://api.example.com/job"))).toBe(fine);
    expect(sent.pop()?.headers).toMatchObject({ Authorization: "SECRET" });
    expect(await send(named("partner", "http://api.example.com/job"))).toMatchObject({ ok: false });
    for (const uri of [
      "https://api.example.com.evil.org/",
      "https://evil.org/@api.example.com:443",
      "https://api.example.com:443@evil.org/",
    ])
      expect(await send(named("partner", uri))).toMatchObject({
        ok: false,
        reason: expect.stringMatching(
          /^http_request.credential "partner": it may not be sent to .*evil\.org/,
        ),
      });
    expect(sent).toEqual([]);
  });

  it.each([
    ["{}", 'http_request.credential "partner": the worker has no credential of this name.'],
    [
      '{"partner":{"value":"x"}}',
      'http_request.credential "partner": it cannot be read: partner must list its hosts.',
    ],
    ['{"partner":{"hosts":["api.example.com"]}}', "must have one of value, valueFile and valueEnvironment"],
    ['{"partner":{"hosts":["api.example.com"],"valueEnvironment":"NONE"}}', "its value is missing"],
  ])("that is missing or wrong fails the task: %s", async (text, problem) => {
    const file = path.join(folder, "wrong.json");
    await writeFile(file, text);
    expect(await open({ file }).send(named("partner"))).toMatchObject({
      ok: false,
      reason: expect.stringContaining(problem),
    });
  });
});
