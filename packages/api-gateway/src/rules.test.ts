import { newMeter } from "@long-running-api/jsonpath/meter";
import { describe, expect, test } from "vitest";
import { utf8Bytes } from "./bytes.ts";
import { convertBody, isBinary } from "./content-handling.ts";
import { textAtPath, withCustomError } from "./json-body.ts";
import { finishMethodResponse } from "./method-response.ts";
import { answerMock } from "./mock.ts";
import { type MappingSource, mapped } from "./parameter-mapping.ts";
import { sampleContext as context } from "./sample-call.ts";

describe("parameter mapping", () => {
  const source: MappingSource = {
    header: (name) => (name === "X-Id" ? ["1", "2"] : []),
    path: (name) => (name === "requestId" ? "12345" : undefined),
    querystring: (name) => (name === "q" ? ["a", "b"] : []),
    body: () => '{"a":{"b":[1,2]}}',
    bodyPath: (path) =>
      textAtPath('{"a":{"b":[1,2]}}', path, newMeter(), () => {
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

test("a custom error's whole numbers keep their digits in a mapping", () => {
  const error = JSON.stringify({ errorMessage: '{"id": 1234567890123456789}', errorType: "Error" });
  const broken = () => {
    throw new Error("broken");
  };
  expect(textAtPath(withCustomError(error), "errorMessage.id", newMeter(), broken)).toBe(
    "1234567890123456789",
  );
});

describe("MOCK reads the status from its rendered template", () => {
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

  test("payloads are converted as contentHandling specifies", () => {
    const bytes = Uint8Array.from([0, 255]);
    expect(convertBody(bytes, true, undefined)).toEqual(bytes);
    expect(convertBody(bytes, true, "CONVERT_TO_TEXT")).toBe("AP8=");
    expect(convertBody(utf8Bytes("AP8="), false, "CONVERT_TO_BINARY")).toEqual(bytes);
    expect(() => convertBody(utf8Bytes("not base64!"), false, "CONVERT_TO_BINARY")).toThrow(
      "Internal server error",
    );
  });
});
