import { expect, test } from "vitest";
import type { IntegrationSeen } from "./method.ts";
import { walkRequest } from "./request.ts";
import { getCall, postCall } from "./samples.ts";

const stage = { name: "test", variables: {} };
const integration: IntegrationSeen = {
  type: "AWS",
  uri: "",
  httpMethod: "POST",
  passthrough: "WHEN_NO_MATCH",
  credentials: "",
  templates: {},
  parameters: {},
  timeoutMs: undefined,
  responses: [],
};
const template = (text: string) => ({ ...integration, templates: { "application/json": text } });
const header = "$context.requestOverride.header.X-Amz-Invocation-Type";

test("a request without a body is an empty object to Lambda", () => {
  const sent = walkRequest(integration, getCall("1", "id", stage));
  expect(sent).toHaveProperty("payload", "");
  expect(sent).toHaveProperty("event", {});
});

test("the request is what the content handling makes of it", () => {
  const call = { ...postCall("1", stage), body: btoa('{"requestId":"1"}') };
  expect(walkRequest({ ...integration, contentHandling: "CONVERT_TO_BINARY" }, call)).toMatchObject({
    payload: '{"requestId":"1"}',
    event: { requestId: "1" },
  });
});

test.each([
  ["an empty one replaces the mapping", `#set(${header} = ""){}`, "'Event'", ""],
  ["a number is its digits", `#set(${header} = 1){}`, undefined, "1"],
  ["a mapping without a value sets nothing", "{}", "stageVariables.none", "RequestResponse"],
])("the invocation type is the header that is sent: %s", (_, text, mapping, type) => {
  const seen = {
    ...template(text),
    parameters: mapping === undefined ? {} : { "integration.request.header.X-Amz-Invocation-Type": mapping },
  };
  expect(walkRequest(seen, postCall("1", stage))).toMatchObject({ invocation: { type } });
});
