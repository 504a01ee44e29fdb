import type { Integration } from "@aws-sdk/client-api-gateway";
import { expect, test } from "vitest";
import { utf8Bytes } from "./bytes.ts";
import type { Call } from "./call.ts";
import { mapRequest } from "./map-request.ts";
import { sampleCall, sampleContext } from "./sample-call.ts";

const header = "integration.request.header.X-Amz-Invocation-Type";

const map = (methodIntegration: Integration, call: Partial<Call> = {}) =>
  mapRequest({ methodIntegration: { type: "AWS", ...methodIntegration } }, { ...sampleCall, ...call });

const withHeader = (expression: string, call: Partial<Call> = {}) =>
  map({ requestParameters: { [header]: expression } }, call);

test.each<[string, Partial<Call>, string | undefined]>([
  ["'Event'", {}, "literal"],
  [
    "method.request.header.X-Amz-Invocation-Type",
    { headers: [["X-Amz-Invocation-Type", "Event"]] },
    "client",
  ],
  [
    "method.request.multivalueheader.X-Amz-Invocation-Type",
    { headers: [["X-Amz-Invocation-Type", "Event"]] },
    "client",
  ],
  ["method.request.querystring.type", { query: [["type", "Event"]] }, "client"],
  ["method.request.multivaluequerystring.type", { query: [["type", "Event"]] }, "client"],
  ["method.request.path.type", { pathParameters: { type: "Event" } }, "client"],
  ["method.request.body.type", { body: utf8Bytes('{"type": "Event"}') }, "client"],
  ["context.stage", { context: { ...sampleContext, stage: "Event" } }, "context"],
  ["stageVariables.type", { stageVariables: { type: "Event" } }, "stageVariables"],
])("the header is mapped from %s, and the choice records it", (expression, call, source) => {
  expect(withHeader(expression, call)).toMatchObject({
    request: { headers: [["X-Amz-Invocation-Type", "Event"]] },
    choices: {
      parameters: [{ target: header, expression, source, value: "Event" }],
      headers: [{ name: "X-Amz-Invocation-Type", value: "Event", origin: "mapping" }],
    },
  });
});

test("a mapping that finds nothing sets nothing", () => {
  expect(withHeader("method.request.header.X-Other")).toMatchObject({
    request: { headers: [] },
    choices: { parameters: [{ value: undefined }], headers: [] },
  });
});

test("a template's override takes precedence over a mapping and is carried to the response", () => {
  const template =
    '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")#set($context.responseOverride.status = 202){}';
  const outcome = map({
    requestParameters: { [header]: "'RequestResponse'" },
    requestTemplates: { "application/json": template },
  });
  expect(outcome).toMatchObject({
    request: { headers: [["X-Amz-Invocation-Type", "Event"]], body: "{}" },
    carried: { responseOverride: { status: 202 } },
    choices: {
      body: { kind: "template", type: "application/json", because: "Content-Type" },
      headers: [{ origin: "mapping" }, { origin: "template", value: "Event" }],
    },
  });
});

test("a Content-Type without a template passes through or is rejected, as passthroughBehavior specifies", () => {
  const templates = { requestTemplates: { "application/json": "{}" } };
  const xml: Partial<Call> = { headers: [["Content-Type", "text/xml; charset=utf-8"]] };
  expect(map(templates, xml)).toMatchObject({
    choices: { body: { kind: "passthrough", behavior: "WHEN_NO_MATCH" } },
  });
  expect(map({ ...templates, passthroughBehavior: "NEVER" }, xml)).toMatchObject({
    failure: { responseType: "UNSUPPORTED_MEDIA_TYPE" },
    choices: { body: { kind: "unsupported", behavior: "NEVER" } },
  });
});

test("stage variables and path parameters fill the address", () => {
  const outcome = map(
    {
      uri: "arn:x/${stageVariables.name}/{id}/{other}",
      requestParameters: { "integration.request.path.id": "method.request.path.requestId" },
    },
    { stageVariables: { name: "f" } },
  );
  expect(outcome).toMatchObject({ request: { uri: "arn:x/f/12345/{other}" } });
});

test("a template that exceeds its slice of time throws SliceOver, with any clock", () => {
  const loop = "#foreach($i in [1..1000])#foreach($j in [1..1000])$i$j#end#end";
  let millis = 0;
  const slice = { now: () => (millis += 1), millisMax: 20, textCharsMax: 1_000_000 };
  const method = {
    methodIntegration: { type: "AWS" as const, requestTemplates: { "application/json": loop } },
  };
  expect(() => mapRequest(method, sampleCall, { slice })).toThrow(
    expect.objectContaining({ name: "SliceOver" }),
  );
  expect(millis).toBeLessThan(40);
});
