import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { type PollResult, type PollSettings, type PollTask, pollOnce } from "../http-poll.ts";
import { type HttpOutcome, type HttpRequestSpec, sendHttpPoll, sendLimits } from "../http-request.ts";
import { createSandbox } from "../sandbox/index.ts";
import { readPollState } from "./failures.ts";
import { retryAfterSeconds } from "./retry-after.ts";

const sandbox = createSandbox({ evaluateMsMax: 1_000, memoryBytesMax: 16 * 1024 * 1024 });
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => sandbox.close());

const terminationCondition = "$.output.response.body.status == 'COMPLETED'";
const wallMs = Date.UTC(2026, 10, 28);

type Send = (request: HttpRequestSpec) => HttpOutcome | Promise<HttpOutcome>;

/** A task whose polls follow each other as on a server, which keeps nothing but its record. */
function begin(
  fields: Record<string, unknown>,
  settings: Partial<PollSettings> = {},
  more: Partial<PollTask> = {},
) {
  const inputData = {
    http_request: {
      uri: "http://127.0.0.1:1/job",
      method: "GET",
      pollingInterval: 1,
      terminationCondition,
      ...fields,
    },
  };
  const sent: HttpRequestSpec[] = [];
  let pollCount = 0;
  let outputData: unknown = {};
  return {
    sent,
    async poll(send: Send): Promise<PollResult> {
      pollCount += 1;
      const result = await pollOnce(
        { ...more, inputData, pollCount, outputData },
        { minPollIntervalSeconds: 1, ...settings },
        {
          evaluate: sandbox.evaluate,
          checkSyntax: sandbox.checkSyntax,
          send: async (request) => {
            sent.push(request);
            return send(request);
          },
          nowMs: () => 0,
          wallMs: () => wallMs,
          random: () => 0.5,
        },
      );
      outputData = JSON.parse(JSON.stringify(result.outputData));
      return result;
    },
  };
}

const busy = (retryAfter?: string) => (): HttpOutcome => {
  const response =
    'java.lang.Exception: 503 Service Unavailable on GET request for "http://127.0.0.1:1/job": [no body]';
  return { ok: false, reason: `Failed: ${response}`, response, passing: { retryAfter } };
};
const gone = (): HttpOutcome => ({ ok: false, reason: "410 Gone", response: "410 Gone" });
const answer =
  (body: unknown, statusCode = 200, headers: Record<string, string[]> = {}) =>
  (): HttpOutcome => ({
    ok: true,
    response: { statusCode, headers, body, reasonPhrase: "OK" },
  });

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/job`;
}

const pollOf = async (uri: string, fields: Record<string, unknown> = {}) =>
  begin({ uri, ...fields }).poll((request) => sendHttpPoll(request, sendLimits));

describe("a temporary failure is polled again:", () => {
  it.each([408, 425, 429, 500, 502, 503, 504])("status %d", async (status) => {
    const uri = await serve((_, response) => response.writeHead(status).end("busy"));
    expect(await pollOf(uri)).toMatchObject({ status: "IN_PROGRESS", callbackAfterSeconds: 1 });
    expect(await pollOf(uri, { strict: true })).toMatchObject({ status: "FAILED_WITH_TERMINAL_ERROR" });
  });

  it.each<[string, RequestListener]>([
    ["a cut connection", (request) => request.socket.destroy()],
    [
      "a truncated body",
      (request, response) => {
        response
          .writeHead(200, { "content-type": "application/json", "content-length": 100 })
          .write('{"status":');
        setImmediate(() => request.socket.end());
      },
    ],
    ["an answer that is not HTTP", (request) => request.socket.end("SSH-2.0-x\r\n")],
    [
      "half a JSON",
      (_, response) => response.writeHead(200, { "content-type": "application/json" }).end('{"body":'),
    ],
    ["an empty body", (_, response) => response.writeHead(200).end()],
    ["status 204", (_, response) => response.writeHead(204).end()],
    [
      "a web page",
      (_, response) =>
        response.writeHead(200, { "content-type": "text/html" }).end("<html>maintenance</html>"),
    ],
    [
      "an unknown charset",
      (_, response) => response.writeHead(200, { "content-type": "application/json; charset=x" }).end("{}"),
    ],
    ["no answer in time", () => {}],
  ])("%s", async (_, listener) => {
    const uri = await serve(listener);
    const condition = "$.output.response.body.body.status == 'COMPLETED'";
    const result = await pollOf(uri, { readTimeOut: 100, terminationCondition: condition });
    expect(result.status).toBe("IN_PROGRESS");
    expect(readPollState(result.outputData).lastFailures).toHaveLength(1);
  });

  it("a refused connection", async () => {
    const uri = await serve(() => {});
    for (const server of servers.splice(0)) server.close();
    expect((await pollOf(uri)).status).toBe("IN_PROGRESS");
  });
});

describe("a permanent failure ends the task at once:", () => {
  it.each([400, 401, 403, 404, 409, 410])("status %d", async (status) => {
    const uri = await serve((_, response) => response.writeHead(status).end());
    expect((await pollOf(uri)).status).toBe("FAILED_WITH_TERMINAL_ERROR");
  });

  it("a host that does not exist, unless it answered before", async () => {
    const lookUp = () => sendHttpPoll({ uri: "http://nosuch.invalid/", method: "GET" }, sendLimits);
    expect((await begin({}).poll(lookUp)).status).toBe("FAILED_WITH_TERMINAL_ERROR");
    const restarted = begin({ maxPollFailures: 3 });
    for (const send of [busy(), answer({}), lookUp, lookUp])
      expect((await restarted.poll(send)).status).toBe("IN_PROGRESS");
    expect(await restarted.poll(lookUp)).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: expect.stringContaining("Name or service not known. The last 3 polls failed"),
    });
    const never = begin({});
    expect((await never.poll(busy())).status).toBe("IN_PROGRESS");
    expect((await never.poll(lookUp)).status).toBe("FAILED_WITH_TERMINAL_ERROR");
  });

  it.each([204, 404])("status %d where the condition returns -1 for it", async (status) => {
    const uri = await serve((_, response) => response.writeHead(status).end());
    const terminationCondition = `$.output.response.statusCode == ${status} ? -1 : false`;
    const result = await pollOf(uri, { acceptedStatusCodes: ["2xx", "404"], terminationCondition });
    expect(result).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: expect.stringContaining("returned -1"),
    });
  });
});

describe("the budget", () => {
  it("of failures in a row starts again after a response, and the final error lists them all", async () => {
    const { poll } = begin({ maxPollFailures: 3 });
    for (const send of [busy(), busy(), answer({}), busy(), busy()])
      expect((await poll(send)).status).toBe("IN_PROGRESS");
    const result = await poll(() => ({ ok: false, reason: "Read timed out", response: "late", passing: {} }));
    expect(result).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion:
        "Read timed out. The last 3 polls failed, within 2 s, and maxPollFailures is 3. Before that: 503 Service Unavailable.",
      outputData: { response: "late", polling: { failuresInARow: 3 } },
    });
    expect(readPollState(result.outputData).lastFailures.map(({ poll }) => poll)).toEqual([1, 2, 4, 5, 6]);
  });

  it("of time counts what polls and delays take, with at least three failures", async () => {
    const { poll } = begin({ pollingInterval: 40 }, { maxPollFailureSeconds: 30 });
    expect((await poll(busy())).status).toBe("IN_PROGRESS");
    expect((await poll(busy())).status).toBe("IN_PROGRESS");
    expect(await poll(busy())).toMatchObject({
      reasonForIncompletion: expect.stringContaining("within 80 s"),
    });
  });

  it("outlasts an outage of 300 s by default, and then the output shows the last failures", async () => {
    const { poll } = begin({});
    for (let n = 0; n < 300; n += 1) expect((await poll(busy())).status).toBe("IN_PROGRESS");
    const result = await poll(answer({ status: "COMPLETED" }));
    expect(result).toMatchObject({ status: "COMPLETED", outputData: { polling: { failuresInARow: 0 } } });
    expect(readPollState(result.outputData).lastFailures.at(-1)).toMatchObject({ poll: 300 });
  });

  it("that is used up lets an operator's own retries begin", async () => {
    const { poll } = begin({ maxPollFailures: 1 }, {}, { retriesFailures: true });
    expect((await poll(busy())).status).toBe("FAILED");
    const final = begin({}, {}, { retriesFailures: true });
    expect((await final.poll(gone)).status).toBe("FAILED_WITH_TERMINAL_ERROR");
  });

  it("does not outlast maxPollCount", async () => {
    const { poll } = begin({ maxPollCount: 2 });
    expect((await poll(busy())).status).toBe("IN_PROGRESS");
    expect(await poll(busy())).toMatchObject({
      reasonForIncompletion: expect.stringContaining("and maxPollCount is 2."),
    });
  });

  it("of the task may be strict, or not, whatever the setting", async () => {
    expect((await begin({}, { strict: true }).poll(busy())).status).toBe("FAILED_WITH_TERMINAL_ERROR");
    expect((await begin({ strict: "false" }, { strict: true }).poll(busy())).status).toBe("IN_PROGRESS");
  });
});

describe("the delay", () => {
  it("is at least Retry-After's, at most five minutes of it", async () => {
    const delays = [];
    for (const header of ["7", "0", "soon", "99999", "Sat, 28 Nov 2026 00:00:09 GMT"])
      delays.push(await begin({ pollingInterval: 2 }).poll(busy(header)));
    expect(delays.map((each) => "callbackAfterSeconds" in each && each.callbackAfterSeconds)).toEqual([
      7, 2, 2, 300, 9,
    ]);
    const accepted = answer({}, 202, { "Retry-After": ["4"] });
    expect(await begin({}).poll(accepted)).toMatchObject({ callbackAfterSeconds: 4 });
  });

  it("reads the three forms of a date", () => {
    const forms = [
      "Sat, 28 Nov 2026 00:01:00 GMT",
      "Saturday, 28-Nov-26 00:01:00 GMT",
      "Sat Nov 28 00:01:00 2026",
    ];
    expect(forms.map((form) => retryAfterSeconds(form, wallMs))).toEqual([60, 60, 60]);
    expect(retryAfterSeconds("Fri, 27 Nov 2026 00:00:00 GMT", wallMs)).toBeUndefined();
  });

  it("of a backoff is capped by the task or the setting, and spread by jitter", async () => {
    const fields = { pollingInterval: 5, pollingStrategy: "EXPONENTIAL_BACKOFF", maxPollIntervalSeconds: 12 };
    const { poll } = begin(fields, { maxPollIntervalSeconds: 600 });
    expect(await poll(answer({}))).toMatchObject({ callbackAfterSeconds: 10 });
    expect(await poll(answer({}))).toMatchObject({ callbackAfterSeconds: 12 });
    const spread = begin({ pollingInterval: 100, pollIntervalJitter: 0.2 });
    expect(await spread.poll(answer({}))).toMatchObject({ callbackAfterSeconds: 100 });
  });
});

describe("a 202 with a Location", () => {
  const accepted = (location: string) => answer({}, 202, { Location: [location] });

  it("is followed where the task asks for it, with GET and without the body", async () => {
    const { poll, sent } = begin({ method: "POST", body: { start: 1 }, followLocation: true });
    expect((await poll(accepted("/jobs/7?x=%20"))).status).toBe("IN_PROGRESS");
    await poll(busy());
    await poll(answer({ status: "COMPLETED" }));
    expect(sent.slice(1)).toEqual(
      [1, 2].map(() => ({ method: "GET", uri: "http://127.0.0.1:1/jobs/7?x=%20", encode: false })),
    );
  });

  it("is not followed to another origin, nor without being asked for", async () => {
    for (const [fields, location] of [
      [{ followLocation: true }, "http://127.0.0.1:2/"],
      [{}, "/jobs/7"],
    ] as const) {
      const { poll, sent } = begin(fields);
      await poll(accepted(location));
      await poll(answer({}));
      expect(sent[1]?.uri).toBe("http://127.0.0.1:1/job");
    }
  });
});

describe("the attempt after an abandoned one", () => {
  const fields = { pollingInterval: 1, pollingStrategy: "LINEAR_BACKOFF", maxPollCount: 9 };

  it("continues its poll count, backoff and failures", async () => {
    const outputData = {
      polling: {
        earlierPolls: 2,
        failuresInARow: 1,
        failingSeconds: 3,
        lastFailures: [{ poll: 4, reason: "x" }],
      },
    };
    const earlierAttempt = () => ({ status: "TIMED_OUT", pollCount: 3, outputData });
    const { poll } = begin(fields, {}, { retryCount: 1, earlierAttempt });
    expect(await poll(busy())).toMatchObject({
      callbackAfterSeconds: 6,
      outputData: { polling: { earlierPolls: 5, failuresInARow: 2 } },
    });
    expect(await poll(answer({}))).toMatchObject({ callbackAfterSeconds: 7 });
    expect(await poll(answer({}))).toMatchObject({ callbackAfterSeconds: 8 });
    expect((await poll(answer({}))).status).toBe("FAILED_WITH_TERMINAL_ERROR");
  });

  it("begins again where someone repeats a task that ended", async () => {
    const earlierAttempt = () => ({ status: "FAILED_WITH_TERMINAL_ERROR", pollCount: 9, outputData: {} });
    const { poll } = begin(fields, {}, { retryCount: 1, earlierAttempt });
    expect(await poll(answer({}))).toMatchObject({ callbackAfterSeconds: 1, outputData: { response: {} } });
  });
});
