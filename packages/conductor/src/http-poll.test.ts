import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  type PollResult,
  type PollSettings,
  type PollTools,
  pollDelaySeconds,
  pollOnce,
  readPollSettings,
} from "./http-poll.ts";
import type { HttpOutcome, HttpRequestSpec } from "./http-request.ts";
import { createSandbox } from "./sandbox/index.ts";

const sandbox = createSandbox({ evaluateMsMax: 1_000, memoryBytesMax: 16 * 1024 * 1024 });
afterAll(() => sandbox.close());

/** The tutorial's and the cookbook's conditions, verbatim. */
const tutorial =
  '(function(){ return $.output.response.statusCode == 200 && $.output.response.body.body.status == "COMPLETED";})();';
const cookbook =
  "(function(){ var s = $.output.response.body.state; return s === 'SUCCEEDED' || s === 'FAILED'; })();";

const answer = (body: unknown, statusCode = 200): HttpOutcome => ({
  ok: true,
  response: { statusCode, headers: {}, body, reasonPhrase: "OK" },
});

const request = (more: Record<string, unknown> = {}) => ({
  http_request: {
    uri: "http://127.0.0.1:1/abc?token=secret",
    method: "GET",
    terminationCondition: tutorial,
    pollingInterval: "5",
    pollingStrategy: "FIXED",
    ...more,
  },
});

interface Seen {
  result: PollResult;
  sent: HttpRequestSpec[];
}

async function poll(
  inputData: Record<string, unknown>,
  outcome: HttpOutcome,
  { pollCount = 2, ...settings }: Partial<PollSettings> & { pollCount?: number } = {},
): Promise<Seen> {
  const sent: HttpRequestSpec[] = [];
  let nowMs = 0;
  const tools: PollTools = {
    evaluate: sandbox.evaluate,
    checkSyntax: sandbox.checkSyntax,
    async send(spec) {
      sent.push(spec);
      nowMs += 12.3;
      return outcome;
    },
    nowMs: () => nowMs,
    wallMs: () => 0,
    random: () => 0.5,
  };
  const result = await pollOnce({ inputData, pollCount }, { minPollIntervalSeconds: 1, ...settings }, tools);
  return { result, sent };
}

describe("one poll of the tutorial's task", () => {
  it("continues while the job runs", async () => {
    const outcome = answer({ statusCode: 200, body: { status: "PROCESSING" } });
    expect((await poll(request(), outcome)).result).toEqual({
      status: "IN_PROGRESS",
      callbackAfterSeconds: 5,
      outputData: { response: outcome.response },
      logs: ["poll 2: GET http://127.0.0.1:1/abc → 200 in 12 ms, condition false, next in 5 s"],
    });
  });

  it("completes when the job does", async () => {
    const outcome = answer({ statusCode: 200, body: { status: "COMPLETED" } });
    expect((await poll(request(), outcome)).result).toEqual({
      status: "COMPLETED",
      outputData: { response: outcome.response },
      logs: ["poll 2: GET http://127.0.0.1:1/abc → 200 in 12 ms, condition true, done"],
    });
  });

  it("is never true for a text body, as in the seed's status response", async () => {
    const outcome = answer({ statusCode: 200, body: '{"status":"COMPLETED"}' });
    expect((await poll(request(), outcome)).result.status).toBe("IN_PROGRESS");
  });

  it("fails terminally, with the server's message, when the request fails", async () => {
    const words = 'java.lang.Exception: 404 Not Found on GET request for "http://127.0.0.1:1/abc": [no body]';
    const reason = `Failed to invoke HTTP_POLL task due to: ${words}`;
    expect((await poll(request(), { ok: false, reason, response: words })).result).toEqual({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: reason,
      outputData: { response: words },
      logs: [`poll 2: GET http://127.0.0.1:1/abc → no usable response, in 12 ms: ${reason}`],
    });
  });
});

describe("what a condition returns", () => {
  it.each([
    ["true", "COMPLETED"],
    ["1", "COMPLETED"],
    ["2", "COMPLETED"],
    ["false", "IN_PROGRESS"],
    ["0", "IN_PROGRESS"],
    ["-0", "IN_PROGRESS"],
    ["null", "IN_PROGRESS"],
    ["$.output.response.body.missing", "IN_PROGRESS"],
    ["0/0", "IN_PROGRESS"],
    ["''", "IN_PROGRESS"],
    ["-1", "FAILED_WITH_TERMINAL_ERROR"],
    ["$.input.http_request.uri.length > 0 && $.output.response.reasonPhrase == 'OK'", "COMPLETED"],
  ])("%s: %s", async (terminationCondition, status) => {
    const { result } = await poll(request({ terminationCondition }), answer({}));
    expect(result.status).toBe(status);
  });

  it.each([
    [true, "COMPLETED"],
    [0, "IN_PROGRESS"],
  ])("a condition that is %s instead of a script is accepted", async (terminationCondition, status) => {
    expect((await poll(request({ terminationCondition }), answer({}))).result.status).toBe(status);
  });

  it("-1 reports the poll and the response", async () => {
    const { result } = await poll(request({ terminationCondition: "-1" }), answer({}, 202));
    expect(result).toMatchObject({
      reasonForIncompletion: "terminationCondition returned -1 on poll 2; the last answer was 202.",
      outputData: { response: { statusCode: 202 } },
      logs: ["poll 2: GET http://127.0.0.1:1/abc → 202 in 12 ms, condition -1, failed"],
    });
  });

  it.each([
    ["$.output.response.body.status", 'the text "PROCESSING"'],
    ["'false'", 'the text "false"'],
    ["$.output.response.body", 'the object {"status":"PROCESSING"}'],
    ["[1]", "the list [1]"],
    ["-2", "the number -2"],
  ])("%s is rejected because implementations disagree on its truth", async (terminationCondition, what) => {
    const { result } = await poll(request({ terminationCondition }), answer({ status: "PROCESSING" }));
    expect(result).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: `terminationCondition returned ${what}; it must return true or 1 (done), false or 0 (poll again), or -1 (fail).`,
    });
  });

  it.each([
    [
      "$.output.response.body.a.b == 1",
      "TypeError: cannot read property 'b' of undefined (line 1, column 1)",
    ],
    ["nothing", "ReferenceError: nothing is not defined (line 1, column 1)"],
    ["throw new Error('mine')", "Error: mine (line 1, column 11)"],
    ["while (true);", "TimeoutError: The script did not end within 1000 ms."],
    [
      "var a = []; while (true) a.push(new Uint8Array(6e6))",
      "InternalError: out of memory (line 1, column 37)",
    ],
    [
      "$.invokeLambda.output.response.statusCode == 202",
      "TypeError: cannot read property 'output' of undefined (line 1, column 1). $.invokeLambda exists only if an earlier task has the reference name invokeLambda; its output is in $.invokeLambda.output. $.output and $.input are this task's own.",
    ],
    [
      "$.output.body.length > 10 ? true : false;",
      "TypeError: cannot read property 'length' of undefined (line 1, column 1). The response is in $.output.response.",
    ],
    [
      '(function(){ return $.a == \\"X\\";})();',
      "SyntaxError: unexpected token in expression: '\\' (line 1, column 28)",
    ],
  ])("%s fails with the reason", async (terminationCondition, reason) => {
    const { result } = await poll(request({ terminationCondition }), answer({}));
    expect(result).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: `terminationCondition: ${reason}`,
      outputData: { response: { statusCode: 200 } },
    });
  });

  it("is validated before the first request", async () => {
    const { result, sent } = await poll(request({ terminationCondition: "a b" }), answer({}), {
      pollCount: 1,
    });
    expect(sent).toEqual([]);
    expect(result).toEqual({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: "terminationCondition: SyntaxError: expecting ';' (line 1, column 3)",
      outputData: {},
      logs: [
        "poll 1: no request was sent: terminationCondition: SyntaxError: expecting ';' (line 1, column 3)",
      ],
    });
  });
});

describe("fields", () => {
  it("of the request are passed on, those of the polling are not", async () => {
    const fields = {
      method: "POST",
      headers: { a: "b" },
      body: { c: 1 },
      accept: "text/plain",
      contentType: "application/json",
      encode: false,
      acceptedStatusCodes: ["404"],
      connectionTimeOut: "100",
      readTimeOut: 200,
    };
    const { sent } = await poll(request({ ...fields, maxPollCount: 3 }), answer({}));
    expect(sent).toEqual([{ uri: "http://127.0.0.1:1/abc?token=secret", ...fields }]);
  });

  it("beside http_request are accepted, with a warning on the first poll", async () => {
    const { terminationCondition, pollingInterval, ...rest } = request().http_request;
    const inputData = { http_request: rest, terminationCondition: "false", pollingInterval: "7" };
    const { result } = await poll(inputData, answer({}), { pollCount: 1 });
    expect(result).toMatchObject({
      callbackAfterSeconds: 7,
      logs: [
        "warning: terminationCondition, pollingInterval: beside http_request, where Orkes expects it inside",
        "poll 1: GET http://127.0.0.1:1/abc → 200 in 12 ms, condition false, next in 7 s",
      ],
    });
    expect((await poll(inputData, answer({}))).result.logs).toHaveLength(1);
    void terminationCondition;
    void pollingInterval;
  });

  it("inside take precedence over those beside", () => {
    expect(readPollSettings({ ...request({ pollingInterval: 9 }), pollingInterval: 1 })).toMatchObject({
      pollingIntervalSeconds: 9,
      warnings: [],
    });
  });

  it("may all be beside, without an http_request", () => {
    expect(readPollSettings(request().http_request)).toMatchObject({
      request: { method: "GET" },
      pollingIntervalSeconds: 5,
      warnings: [expect.stringMatching(/^uri, method, terminationCondition/)],
    });
  });

  it("that are missing or null have Orkes' defaults", () => {
    const http_request = {
      uri: "http://a/",
      method: "GET",
      terminationCondition: cookbook,
      pollingInterval: null,
    };
    expect(readPollSettings({ http_request })).toMatchObject({
      pollingIntervalSeconds: 60,
      pollingStrategy: "FIXED",
      maxPollCount: 1_000,
    });
  });

  it.each([
    [
      { pollingInterval: 0 },
      "pollingInterval must be a number of seconds, more than 0 and at most 604800; it is 0.",
    ],
    [
      { pollingInterval: "-1" },
      'pollingInterval must be a number of seconds, more than 0 and at most 604800; it is "-1".',
    ],
    [
      { pollingInterval: "abc" },
      'pollingInterval must be a number of seconds, more than 0 and at most 604800; it is "abc".',
    ],
    [
      { pollingInterval: 1e9 },
      "pollingInterval must be a number of seconds, more than 0 and at most 604800; it is 1000000000.",
    ],
    [
      { pollingInterval: "" },
      'pollingInterval must be a number of seconds, more than 0 and at most 604800; it is "".',
    ],
    [
      { pollingStrategy: "fixed" },
      'pollingStrategy must be one of FIXED, LINEAR_BACKOFF, EXPONENTIAL_BACKOFF; it is "fixed".',
    ],
    [{ maxPollCount: "0" }, 'maxPollCount must be a whole number from 1; it is "0".'],
    [{ maxPollCount: 2.5 }, "maxPollCount must be a whole number from 1; it is 2.5."],
    [{ terminationCondition: null }, "terminationCondition must be a JavaScript expression; it is missing."],
    [{ terminationCondition: " " }, "terminationCondition must be a JavaScript expression; it is missing."],
    [{ terminationCondition: {} }, "terminationCondition must be a JavaScript expression; it is {}."],
    [{ outputFilter: "$.response" }, 'outputFilter must be an object; it is "$.response".'],
  ])("%j is a problem", async (more, problem) => {
    const { result, sent } = await poll(request(more), answer({}), { pollCount: 1 });
    expect(sent).toEqual([]);
    expect(result).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion: `http_request.${problem}`,
    });
  });

  it("are rejected when http_request is not an object", () => {
    expect(readPollSettings({ http_request: "x" })).toEqual({
      problem: 'http_request must be an object; it is "x".',
    });
  });
});

describe("maxPollCount", () => {
  it("fails the task on the last poll, not before", async () => {
    const inputData = request({ terminationCondition: "false", maxPollCount: "3" });
    expect((await poll(inputData, answer({}), { pollCount: 2 })).result.status).toBe("IN_PROGRESS");
    expect((await poll(inputData, answer({}), { pollCount: 3 })).result).toMatchObject({
      status: "FAILED_WITH_TERMINAL_ERROR",
      reasonForIncompletion:
        "terminationCondition did not hold in 3 polls, and maxPollCount is 3; the last answer was 200.",
      logs: ["poll 3: GET http://127.0.0.1:1/abc → 200 in 12 ms, condition false, no more polls"],
    });
  });

  it("lets the last poll complete the task", async () => {
    const inputData = request({ terminationCondition: "true", maxPollCount: 3 });
    expect((await poll(inputData, answer({}), { pollCount: 3 })).result.status).toBe("COMPLETED");
  });
});

describe("outputFilter", () => {
  const outcome = answer({ token: "t", list: [{ "a-b": 1 }] });

  it("decides what is stored, while the condition sees everything", async () => {
    const outputFilter = {
      _secrets: { token: "${http_poll_ref.output.response.body.token}" },
      first: "$${http_poll_ref.output.response.body.list[0]['a-b']}",
      status: "${output.response.statusCode}",
      text: "status ${x.output.response.statusCode}, ${x.output.response.nothing}",
      missing: "${x.output.response.body.nothing.at.all}",
      constant: [1, "two"],
    };
    const terminationCondition = "$.output.response.body.token == 't'";
    expect((await poll(request({ outputFilter, terminationCondition }), outcome)).result).toMatchObject({
      status: "COMPLETED",
      outputData: {
        _secrets: { token: "t" },
        first: 1,
        status: 200,
        text: "status 200, null",
        missing: null,
        constant: [1, "two"],
      },
    });
  });

  it("also applies while the polling continues", async () => {
    const more = { outputFilter: { n: "${x.output.response.statusCode}" }, terminationCondition: "false" };
    expect((await poll(request(more), outcome)).result.outputData).toEqual({ n: 200 });
  });
});

describe("pollDelaySeconds", () => {
  const delays = (strategy: "FIXED" | "LINEAR_BACKOFF" | "EXPONENTIAL_BACKOFF", minPollIntervalSeconds = 1) =>
    [1, 2, 3, 4].map((pollCount) =>
      pollDelaySeconds({ strategy, intervalSeconds: 5, pollCount, minPollIntervalSeconds }),
    );

  it("follows the three strategies", () => {
    expect(delays("FIXED")).toEqual([5, 5, 5, 5]);
    expect(delays("LINEAR_BACKOFF")).toEqual([5, 10, 15, 20]);
    expect(delays("EXPONENTIAL_BACKOFF")).toEqual([10, 20, 40, 80]);
  });

  it("respects the minimum interval", () => {
    expect(delays("FIXED", 60)).toEqual([60, 60, 60, 60]);
    expect(delays("EXPONENTIAL_BACKOFF", 25)).toEqual([25, 25, 40, 80]);
  });

  it("is an integer between minimum and maximum, and never shrinks from poll to poll", () => {
    const strategy = fc.constantFrom(
      "FIXED" as const,
      "LINEAR_BACKOFF" as const,
      "EXPONENTIAL_BACKOFF" as const,
    );
    fc.assert(
      fc.property(
        strategy,
        fc.double({ min: 0.001, max: 604_800, noNaN: true }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 60 }),
        (strategy, intervalSeconds, pollCount, minPollIntervalSeconds) => {
          const delay = (count: number) =>
            pollDelaySeconds({ strategy, intervalSeconds, pollCount: count, minPollIntervalSeconds });
          return (
            Number.isInteger(delay(pollCount)) &&
            delay(pollCount) >= minPollIntervalSeconds &&
            delay(pollCount) <= 604_800 &&
            delay(pollCount + 1) >= delay(pollCount)
          );
        },
      ),
    );
  });
});

it("a minimum above the interval is reported once", async () => {
  const inputData = request({ terminationCondition: "false" });
  const { result } = await poll(inputData, answer({}), { pollCount: 1, minPollIntervalSeconds: 60 });
  expect(result.logs).toEqual([
    "warning: pollingInterval 5 s is below this server's floor of 60 s, which counts",
    "poll 1: GET http://127.0.0.1:1/abc → 200 in 12 ms, condition false, next in 60 s",
  ]);
});
