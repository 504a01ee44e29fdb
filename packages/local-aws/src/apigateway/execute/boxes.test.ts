import { describe, expect, test } from "vitest";
import { convertBody, isBinary } from "./binary.ts";
import { contextVariables, traceIdOf } from "./context.ts";
import { textAtPath } from "./json-body.ts";
import { logText, openExecutionLog } from "./log.ts";
import { finishMethodResponse } from "./method-response.ts";
import { answerMock } from "./mock.ts";
import { type MappingSource, mapped } from "./parameter-mapping.ts";

const now = new Date("2026-11-22T09:08:07.006Z");
const context = contextVariables({
  accountId: "000000000000",
  region: "us-east-1",
  apiId: "abc",
  deploymentId: "d",
  stage: "test",
  method: "GET",
  path: "/12345",
  protocol: "HTTP/1.1",
  host: "127.0.0.1:4566",
  sourceIp: "127.0.0.1",
  userAgent: undefined,
  now,
});

test("$context looks as on AWS, whatever host was called", () => {
  expect(context).toMatchObject({
    path: "/test/12345",
    requestTime: "22/Nov/2026:09:08:07 +0000",
    requestTimeEpoch: now.getTime(),
    domainName: "abc.execute-api.us-east-1.amazonaws.com",
    domainPrefix: "abc",
    identity: { sourceIp: "127.0.0.1", userAgent: null },
  });
});

describe("the trace", () => {
  const root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";
  test("of a client goes on", () => {
    expect(traceIdOf(`${root};Parent=7fa8c0f79203be72;Sampled=1`, now)).toBe(
      `${root};Parent=7fa8c0f79203be72;Sampled=1`,
    );
  });
  test("gets a parent where it has none", () => {
    expect(traceIdOf(root, now)).toMatch(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=0$`));
  });
  test("begins here where none was sent", () => {
    expect(traceIdOf(undefined, now)).toMatch(/^Root=1-6b02b0f7-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
  });
});

describe("parameter mapping", () => {
  const source: MappingSource = {
    header: (name) => (name === "X-Id" ? ["1", "2"] : []),
    path: (name) => (name === "requestId" ? "12345" : undefined),
    querystring: (name) => (name === "q" ? ["a", "b"] : []),
    body: () => '{"a":{"b":[1,2]}}',
    bodyPath: (path) =>
      textAtPath('{"a":{"b":[1,2]}}', path, () => {
        throw new Error("broken");
      }),
  };
  test.each([
    ["'Event'", "Event"],
    ["method.request.header.X-Id", "2"],
    ["method.request.multivalueheader.X-Id", "1,2"],
    ["method.request.header.x-id", undefined],
    ["method.request.path.requestId", "12345"],
    ["method.request.querystring.q", "b"],
    ["method.request.multivaluequerystring.q", "a,b"],
    ["method.request.body", '{"a":{"b":[1,2]}}'],
    ["method.request.body.a.b[1]", "2"],
    ["method.request.body.a.b", "[1,2]"],
    ["method.request.body.x", undefined],
    ["context.stage", "test"],
    ["context.identity.sourceIp", "127.0.0.1"],
    ["context.__proto__.x", undefined],
    ["stageVariables.fn", "f"],
    ["nonsense", undefined],
  ])("%s", (expression, value) => {
    expect(mapped(expression, source, context, { fn: "f" })).toBe(value);
  });
});

describe("MOCK reads the status out of what its template made", () => {
  test.each([
    ['{"statusCode": 202}', 202],
    ["{statusCode: 200}", 200],
    ["{'statusCode': 404, 'x': 1}", 404],
    ["\n{\n  statusCode:200\n}\n", 200],
  ])("%j", (body, status) => expect(answerMock({ body }).status).toBe(status));

  test.each(["", "{}", '{"statusCode": "200"}', "[]", "null", "{statusCode: x}"])(
    "%j is a configuration error",
    (body) => {
      expect(() => answerMock({ body })).toThrow("Internal server error");
    },
  );
});

test("reserved response headers are renamed, transfer-encoding is dropped, JSON is the default", () => {
  const headers: [string, string][] = [
    ["Server", "s"],
    ["Transfer-Encoding", "chunked"],
    ["X-Mine", "1"],
  ];
  expect(finishMethodResponse("AWS", headers)).toEqual([
    ["Content-Type", "application/json"],
    ["x-amzn-Remapped-Server", "s"],
    ["X-Mine", "1"],
  ]);
  expect(
    finishMethodResponse("AWS_PROXY", [
      ["User-Agent", "u"],
      ["content-type", "text/html"],
    ]),
  ).toEqual([
    ["User-Agent", "u"],
    ["content-type", "text/html"],
  ]);
});

describe("binary media types", () => {
  test.each([
    ["image/png", ["image/png"], true],
    ["image/png; q=1", ["image/*"], true],
    ["text/plain", ["image/*"], false],
    ["text/plain", ["*/*"], true],
    // A star before the slash is not supported (recorded).
    ["a/test", ["*/test"], false],
    [undefined, ["*/*"], false],
  ])("%s among %j: %s", (type, types, binary) => expect(isBinary(type, types)).toBe(binary));

  test("payloads are converted as contentHandling says", () => {
    const bytes = Buffer.from([0, 255]);
    expect(convertBody(bytes, true, undefined)).toEqual(bytes);
    expect(convertBody(bytes, true, "CONVERT_TO_TEXT")).toBe("AP8=");
    expect(convertBody(Buffer.from("AP8="), false, "CONVERT_TO_BINARY")).toEqual(bytes);
    expect(() => convertBody(Buffer.from("not base64!"), false, "CONVERT_TO_BINARY")).toThrow(
      "Internal server error",
    );
  });
});

test("the execution log has AWS's stamps and cuts long lines", () => {
  const log = openExecutionLog("r");
  log.add("Starting execution for request: r");
  log.add("x".repeat(2_000));
  const [first, second, third, ...rest] = logText(log, now).split("\n");
  expect(first).toBe("Execution log for request r");
  expect(second).toBe("Sun Nov 22 09:08:07 UTC 2026 : Starting execution for request: r");
  expect(third).toMatch(/x \[TRUNCATED\]$/);
  expect(rest).toEqual([""]);
});
