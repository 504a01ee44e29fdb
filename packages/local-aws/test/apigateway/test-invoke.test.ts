import { GetResourcesCommand, TestInvokeMethodCommand } from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AwsError } from "../../src/action.ts";
import { type Gateway, ok, openGateway } from "./gateway.ts";
import { lambda, made, mock, openApi } from "./make.ts";

let gateway: Gateway;
let restApiId = "";
beforeAll(async () => {
  gateway = await openGateway();
  const template = `{"action": "status", "requestId": "$input.params('requestId')", "q": "$input.params('q')", "stage": "$context.stage", "v": "$stageVariables.v"}`;
  const responses = {
    default: { statusCode: "200", responseTemplates: { "application/json": "$input.json('$.body')" } },
  };
  restApiId = await made(
    gateway,
    openApi({
      "/{requestId}": { get: lambda({ requestTemplates: { "application/json": template }, responses }) },
      "/role": { get: lambda({ credentials: "arn:aws:iam::000000000000:role/r" }) },
      "/any": { "x-amazon-apigateway-any-method": mock("mocked") },
    }),
  );
});
afterAll(() => gateway.close());

async function invoke(path: string, more: object = {}) {
  const { items = [] } = await gateway.client.send(new GetResourcesCommand({ restApiId }));
  const resourceId = items.find((item) => item.path === path)?.id;
  return gateway.client.send(
    new TestInvokeMethodCommand({ restApiId, resourceId, httpMethod: "GET", ...more }),
  );
}

/** The log without its timestamps. */
function lines(log = ""): string[] {
  return log.split("\n").map((line) => line.replace(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : /, ""));
}

test("the Test tab's log has each box", async () => {
  gateway.answer(() => ok('{"body": {"status": "COMPLETED"}}'));
  const { status, body, headers, log, latency } = await invoke("/{requestId}", {
    pathWithQueryString: "/12345?q=1",
    stageVariables: { v: "2" },
    headers: { "X-Own": "1" },
  });
  expect([status, body]).toEqual([200, '{"status":"COMPLETED"}']);
  expect(headers).toMatchObject({
    "Content-Type": "application/json",
    "X-Amzn-Trace-Id": expect.stringMatching(/^Root=/),
  });
  expect(latency).toBeGreaterThanOrEqual(0);
  const sent = '{"action": "status", "requestId": "12345", "q": "1", "stage": "test-invoke-stage", "v": "2"}';
  expect(gateway.invocations.at(-1)?.payload.toString()).toBe(sent);
  expect(gateway.invocations.at(-1)?.sourceArn).toBe(
    `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/test-invoke-stage/GET/{requestId}`,
  );
  const logLines = lines(log);
  expect(logLines[0]).toMatch(/^Execution log for request [0-9a-f-]{36}$/);
  expect(logLines[1]).toMatch(/^Starting execution for request: /);
  expect(logLines.slice(2, 7)).toEqual([
    "HTTP Method: GET, Resource Path: /12345",
    "Method request path: {requestId=12345}",
    "Method request query string: {q=1}",
    "Method request headers: {X-Own=1}",
    "Method request body before transformations: ",
  ]);
  expect(logLines[7]).toBe(
    "Endpoint request URI: https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
  );
  expect(logLines[9]).toBe(`Endpoint request body after transformations: ${sent}`);
  expect(logLines[11]).toMatch(/^Received response. Status: 200, Integration latency: \d+ ms$/);
  expect(logLines.slice(13)).toEqual([
    'Endpoint response body before transformations: {"body": {"status": "COMPLETED"}}',
    'Method response body after transformations: {"status":"COMPLETED"}',
    expect.stringMatching(
      /^Method response headers: \{X-Amzn-Trace-Id=Root=.*, Content-Type=application\/json\}$/,
    ),
    "Successfully completed execution",
    "Method completed with status: 200",
    "",
  ]);
});

test("the log names the method that calls a function, unless a role calls it", async () => {
  gateway.answer(() => ok("{}"));
  const headersOf = async (path: string) => lines((await invoke(path)).log)[8];
  const own =
    /^Endpoint request headers: \{x-amzn-lambda-integration-tag=[^,]+, x-amzn-apigateway-api-id=[^,]+, /;
  const rest = "Accept=application/json, User-Agent=AmazonAPIGateway_";
  expect(await headersOf("/{requestId}")).toMatch(
    new RegExp(`${own.source}X-Amz-Source-Arn=arn:aws:execute-api:[^,]+, ${rest}`),
  );
  expect(await headersOf("/role")).toMatch(new RegExp(`${own.source}${rest}`));
});

test("a failed call has its reason in the log", async () => {
  gateway.answer(() => {
    throw new AwsError("AccessDeniedException", "no", 403);
  });
  const { status, body, headers, log } = await invoke("/{requestId}", { pathWithQueryString: "/1" });
  expect([status, body]).toEqual([500, '{"message": "Internal server error"}']);
  expect(headers).toEqual({ "x-amzn-ErrorType": "InternalServerErrorException" });
  expect(lines(log)).toContain(
    "Execution failed due to configuration error: Invalid permissions on Lambda function",
  );
});

test("ANY serves the requested method; an unknown one is 404", async () => {
  expect((await invoke("/any", { httpMethod: "PUT" })).body).toBe("mocked");
  expect(await refusalOf(invoke("/{requestId}", { httpMethod: "PUT" }))).toMatchObject({
    message: "Invalid Method identifier specified",
    status: 404,
  });
});
