import { fill } from "@long-running-api/conductor/expression";
import { describe, expect, test } from "vitest";
import { readExport } from "../read/export.ts";
import { isMarkedForOther, ownerOf } from "../read/owner.ts";
import { newProbeId, probeTime } from "../read/request-id.ts";
import { differencesOf } from "./gateway/deployment.ts";
import { readLambdaUri } from "./gateway/lambda-uri.ts";
import { statusIn } from "./gateway/status-in.ts";
import { decide, readPolicy } from "./policy.ts";
import { inputsIn } from "./workflow/inputs.ts";
import { isPrivate, readInvokeAddress, sameHost } from "./workflow/invoke-url.ts";

describe("policies", () => {
  test("reads IAM's URL-encoded documents, and lists of one without brackets", () => {
    const text = encodeURIComponent(
      JSON.stringify({
        Statement: {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      }),
    );
    expect(readPolicy(text)).toMatchObject([
      { principals: ["lambda.amazonaws.com"], actions: ["sts:AssumeRole"] },
    ]);
    expect(readPolicy("no policy")).toBeUndefined();
  });
  test("Deny wins, a condition leaves it open", () => {
    const wanted = { action: "dynamodb:PutItem", resource: "arn:aws:dynamodb:us-east-1:1:table/t" };
    const allow = { Effect: "Allow", Action: "dynamodb:*", Resource: "*" };
    const judged = (...Statement: object[]) =>
      decide(readPolicy(JSON.stringify({ Statement })) ?? [], wanted);
    expect(judged(allow)).toBe("allowed");
    expect(judged()).toBe("implicitDeny");
    expect(judged(allow, { Effect: "Deny", Action: "dynamodb:PutItem", Resource: "*" })).toBe("explicitDeny");
    expect(judged(allow, { Effect: "Deny", NotAction: "dynamodb:GetItem", Resource: "*" })).toBe(
      "explicitDeny",
    );
    expect(judged({ ...allow, Condition: { Bool: { "aws:SecureTransport": "true" } } })).toBe("unsure");
    expect(judged({ ...allow, Resource: "arn:aws:dynamodb:us-east-1:1:table/other" })).toBe("implicitDeny");
  });
});

describe("addresses", () => {
  test.each([
    [
      "https://abc123.execute-api.eu-west-1.amazonaws.com/test/invoke-lambda",
      { apiId: "abc123", stage: "test", path: "/invoke-lambda", region: "eu-west-1" },
    ],
    [
      "http://127.0.0.1:4566/_aws/execute-api/abc/test/12345",
      { apiId: "abc", stage: "test", path: "/12345", cloudHost: "127.0.0.1:4566" },
    ],
    [
      "http://localhost:4566/restapis/abc/test/_user_request_/12345",
      { apiId: "abc", stage: "test", path: "/12345", cloudHost: "localhost:4566" },
    ],
    [
      "http://abc.execute-api.localhost:4566/test/12345",
      { apiId: "abc", stage: "test", path: "/12345", cloudHost: "abc.execute-api.localhost:4566" },
    ],
  ])("%s", (url, parts) => expect(readInvokeAddress(url)).toMatchObject(parts));
  test.each([
    "https://example.com/test/x",
    "https://abc.execute-api.us-east-1.amazonaws.co/test/x",
    "not a url",
    "",
  ])("%s is none", (url) => expect(readInvokeAddress(url)).toBeUndefined());
  test("names of this machine are one host, ports are not", () => {
    expect(sameHost("localhost:4566", "127.0.0.1:4566")).toBe(true);
    expect(sameHost("abc.execute-api.localhost:4566", "127.0.0.1:4566")).toBe(true);
    expect(sameHost("127.0.0.1:4567", "127.0.0.1:4566")).toBe(false);
    expect(["localhost:1", "10.0.0.3", "192.168.1.1:80", "172.20.0.1"].every(isPrivate)).toBe(true);
    expect(isPrivate("developer.orkescloud.com")).toBe(false);
  });
});

describe("expressions", () => {
  test("fills inputs and outputs, leaves what has no sample", () => {
    const scope: Record<string, unknown> = {
      workflow: { input: { id: "7" } },
      a: { output: { response: { body: { requestId: "8" } } } },
    };
    expect(
      fill(
        { x: "${workflow.input.id}", y: ["/p/${a.output.response.body.requestId}"], z: "${b.c}" },
        (name) => scope[name],
        {
          keepMissing: true,
        },
      ),
    ).toEqual({
      x: "7",
      y: ["/p/8"],
      z: "${b.c}",
    });
    expect(inputsIn({ a: "${workflow.input.id}-${workflow.input.other}" })).toEqual(["id", "other"]);
  });
});

describe("where an answer has its status", () => {
  test.each([
    [{ statusCode: 200, body: { status: "COMPLETED" } }, "body.status", "COMPLETED"],
    [{ statusCode: 200, body: '{"status":"COMPLETED"}' }, "text", "COMPLETED"],
    [{ requestId: "1", status: "PROCESSING" }, "status", "PROCESSING"],
    [{ message: "x" }, "nowhere", undefined],
    ["text", "nowhere", undefined],
  ])("%j", (json, place, status) => expect(statusIn(json)).toEqual({ place, status }));
});

test("a probe request's id contains its creation time; other ids do not", () => {
  const id = newProbeId(1_795_347_087_196);
  expect(probeTime(id)).toBe(1_795_347_087_196);
  expect(probeTime("check-mine")).toBeUndefined();
  expect(probeTime("12345")).toBeUndefined();
});

test("an integration's address names its function, with alias and stage variables", () => {
  const uri = (arn: string) =>
    `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  expect(readLambdaUri(uri("arn:aws:lambda:us-east-1:1:function:f:live"), {})).toMatchObject({
    functionName: "f",
    qualifier: "live",
  });
  expect(
    readLambdaUri(uri("arn:aws:lambda:us-east-1:1:function:${stageVariables.fn}"), { fn: "g" }),
  ).toMatchObject({ functionName: "g" });
  expect(readLambdaUri(uri("arn:aws:lambda:us-east-1:1:function:${stageVariables.fn}"), {})).toBeUndefined();
  expect(readLambdaUri("arn:aws:apigateway:us-east-1:dynamodb:action/PutItem", {})).toBeUndefined();
});

test("who owns a resource", () => {
  const ours = { tutorial: "orchestrating-long-running-apis" };
  expect(ownerOf({}, { learner: undefined })).toBe("unknown");
  expect(ownerOf(ours, { learner: undefined })).toBe("own");
  expect(ownerOf(ours, { learner: "ann" })).toBe("foreign");
  expect(ownerOf({ ...ours, learner: "ann" }, { learner: "ann" })).toBe("own");
  expect(ownerOf({ ...ours, learner: "ann" }, { learner: undefined })).toBe("foreign");
  expect(
    isMarkedForOther("x [tutorial=orchestrating-long-running-apis learner=ann]", { learner: "bob" }),
  ).toBe(true);
  expect(isMarkedForOther("x [tutorial=orchestrating-long-running-apis]", { learner: undefined })).toBe(
    false,
  );
  expect(isMarkedForOther("by hand", { learner: "bob" })).toBe(false);
});

describe("the deployment", () => {
  const integration = {
    type: "AWS",
    uri: "u",
    httpMethod: "POST",
    passthrough: "WHEN_NO_MATCH",
    credentials: "",
    templates: { "application/json": "{}\n" },
    parameters: {},
    timeoutMs: 29_000,
    responses: [
      { status: "200", selectionPattern: "", templates: { "application/json": "x" }, parameters: {} },
    ],
  };
  const live = {
    name: "GET",
    authorization: "NONE",
    apiKeyRequired: false,
    required: [],
    validates: false,
    responses: ["200"],
    integration,
  };
  const exported = (change: object = {}, responses: object = { "200": {} }) =>
    readExport({
      paths: {
        "/{id}": {
          get: {
            responses,
            "x-amazon-apigateway-integration": {
              type: "aws",
              uri: "u",
              httpMethod: "POST",
              passthroughBehavior: "when_no_match",
              timeoutInMillis: 29_000,
              requestTemplates: { "application/json": "{}" },
              responses: { default: { statusCode: "200", responseTemplates: { "application/json": "x" } } },
              ...change,
            },
          },
        },
      },
    })[0];
  const fields = (method: ReturnType<typeof exported>) =>
    method ? differencesOf(method, live).map(({ field }) => field) : ["none"];

  test("an export of the same design in AWS's spelling counts as the same", () =>
    expect(fields(exported())).toEqual([]));
  test.each([
    [{ uri: "v" }, "function"],
    [{ requestTemplates: {} }, "request template application/json"],
    [{ requestTemplates: { "application/json": "{a}" } }, "request template application/json"],
    [
      { requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" } },
      "request header.X-Amz-Invocation-Type",
    ],
    [{ responses: { default: { statusCode: "200" } } }, "integration response, template application/json"],
    [{ type: "aws_proxy" }, "type"],
  ])("%j is a change", (change, field) => expect(fields(exported(change))).toEqual([field]));
  test("a method response added later is a change", () => {
    expect(fields(exported({}, { "200": {}, "404": {} }))).toEqual(["method responses"]);
  });
});
