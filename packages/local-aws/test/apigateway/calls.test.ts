import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  PutGatewayResponseCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AwsError } from "../../src/action.ts";
import { type Gateway, ok, openGateway, queued } from "./gateway.ts";
import { lambda, made, mock, openApi } from "./make.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
beforeEach(() => {
  gateway.invocations.length = 0;
  gateway.answer(() => ok("{}"));
});
afterAll(() => gateway.close());

const bodyBytesMax = 10_485_760;

async function get(apiId: string, path = "/x", init: RequestInit = {}) {
  const response = await fetch(gateway.url(apiId, "test", path), init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function post(
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = { "Content-Type": "application/json" },
): RequestInit {
  return { method: "POST", body, headers };
}

function events(): unknown[] {
  return gateway.invocations.map(({ payload }) => JSON.parse(payload.toString()));
}

function lastLog(): string[] {
  const entry = gateway.journal.since(0).findLast(({ kind }) => kind === "execute");
  return (entry?.["log"] ?? []) as string[];
}

/** What the resource policy decided on the last call, as the page shows it. */
function lastDecision(): { by?: { number: number } } | undefined {
  const boxes = gateway.journal.since(0).findLast(({ kind }) => kind === "execute")?.["boxes"];
  return (boxes as { methodRequest: { policyDecision?: { by?: { number: number } } } }).methodRequest
    .policyDecision;
}

describe("a resource policy", () => {
  const call = (statements: object[]) => {
    const policy = {
      Version: "2012-10-17",
      Statement: statements.map((statement) => ({
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: "execute-api:/*",
        ...statement,
      })),
    };
    const paths = { "/x": { get: mock("{}"), post: mock("{}") } };
    return made(gateway, openApi(paths, { "x-amazon-apigateway-policy": policy }));
  };
  const here = { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } };
  const there = { IpAddress: { "aws:SourceIp": ["192.0.2.0/24"] } };
  test.each<[string, object[], number, number | undefined]>([
    ["allows everyone", [{ Effect: "Allow" }], 200, 1],
    ["denies everybody", [{ Effect: "Allow" }, { Effect: "Deny" }], 403, 2],
    [
      "allows an account",
      [{ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
      403,
      undefined,
    ],
    ["allows this source address", [{ Effect: "Allow", Condition: here }], 200, 1],
    ["allows other source addresses", [{ Effect: "Allow", Condition: there }], 403, undefined],
    ["denies other addresses", [{ Effect: "Allow" }, { Effect: "Deny", Condition: there }], 200, 1],
    ["allows POST", [{ Effect: "Allow", Resource: "execute-api:/*/POST/x" }], 403, undefined],
    ["allows this path of this stage", [{ Effect: "Allow", Resource: "execute-api:/test/GET/x" }], 200, 1],
  ])("that %s, and which statement decided", async (_, statements, expected, number) => {
    expect((await get(await call(statements))).status).toBe(expected);
    expect(lastDecision()?.by?.number).toBe(number);
  });

  test("names the caller and the denied action, and applies once it is deployed", async () => {
    const apiId = await call([{ Effect: "Deny" }]);
    const { text, headers } = await get(apiId);
    expect(JSON.parse(text)).toEqual({
      Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${apiId}/test/GET/x with an explicit deny`,
    });
    expect(headers.get("x-amzn-errortype")).toBe("AccessDeniedException");
    const patchOperations = [{ op: "replace" as const, path: "/policy", value: "" }];
    await gateway.client.send(new UpdateRestApiCommand({ restApiId: apiId, patchOperations }));
    expect((await get(apiId)).status).toBe(403);
    await gateway.client.send(new CreateDeploymentCommand({ restApiId: apiId, stageName: "test" }));
    expect((await get(apiId)).status).toBe(200);
  });
});

describe("the integration request", () => {
  test("a static mapping makes the call asynchronous", async () => {
    gateway.answer(queued);
    const requestParameters = { "integration.request.header.X-Amz-Invocation-Type": "'Event'" };
    const apiId = await made(gateway, openApi({ "/x": { post: lambda({ requestParameters }) } }));
    const { status, text } = await get(apiId, "/x", post('{"a":1}'));
    expect([status, text]).toEqual([200, ""]);
    expect(gateway.invocations.map(({ invocationType }) => invocationType)).toEqual(["Event"]);
    expect(events()).toEqual([{ a: 1 }]);
  });

  test("a client's own X-Amz-Invocation-Type has no effect", async () => {
    const apiId = await made(gateway, openApi({ "/x": { post: lambda() } }));
    await get(
      apiId,
      "/x",
      post("{}", { "X-Amz-Invocation-Type": "Event", "Content-Type": "application/json" }),
    );
    expect(gateway.invocations.map(({ invocationType }) => invocationType)).toEqual(["RequestResponse"]);
  });

  test("a template's override takes precedence over a mapping of the same header", async () => {
    gateway.answer(queued);
    const integration = {
      requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'RequestResponse'" },
      requestTemplates: {
        "application/json": '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event"){}',
      },
    };
    const apiId = await made(gateway, openApi({ "/x": { post: lambda(integration) } }));
    await get(apiId, "/x", post("{}"));
    expect(gateway.invocations.map(({ invocationType }) => invocationType)).toEqual(["Event"]);
  });

  test("the same override twice fails the call", async () => {
    const template =
      '#set($context.requestOverride.header.a = "1")#set($context.requestOverride.header.a = "2"){}';
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: lambda({ requestTemplates: { "application/json": template } }) } }),
    );
    expect(await get(apiId)).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    expect(gateway.invocations).toEqual([]);
  });

  test("parameters reach the template by name: path, query string, header", async () => {
    const template = `{"path": "$input.params('id')", "query": "$input.params('q')", "header": "$input.params('X-Own')", "stage": "$stageVariables.color", "context": "$context.resourcePath"}`;
    const api = openApi({ "/{id}": { get: lambda({ requestTemplates: { "application/json": template } }) } });
    const apiId = await made(gateway, api, { variables: { color: "blue" } });
    await get(apiId, "/a%20b?q=1&q=2%2B3", { headers: { "X-Own": "mine" } });
    expect(events()).toEqual([
      { path: "a%20b", query: "2+3", header: "mine", stage: "blue", context: "/{id}" },
    ]);
  });

  test("header names are case-sensitive", async () => {
    const template = `{"seen": "$input.params('x-own')"}`;
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: lambda({ requestTemplates: { "application/json": template } }) } }),
    );
    await get(apiId, "/x", { headers: { "X-Own": "mine" } });
    expect(events()).toEqual([{ seen: "" }]);
  });

  test.each(['{"a": ', '["a"', '{"a": 1'])(
    "a body that breaks off is refused when a template looks into it: %s",
    async (body) => {
      const template = `{"id": "$input.path('$.a')"}`;
      const apiId = await made(
        gateway,
        openApi({ "/x": { post: lambda({ requestTemplates: { "application/json": template } }) } }),
      );
      const answer = await get(apiId, "/x", post(body));
      expect([answer.status, answer.text]).toEqual([400, '{"message": "Invalid JSON in request body"}']);
      expect(answer.headers.get("x-amzn-errortype")).toBe("BadRequestException");
      expect(gateway.invocations).toEqual([]);
    },
  );

  test("invalid UTF-8 does no harm", async () => {
    const apiId = await made(
      gateway,
      openApi({ "/x": { post: lambda({ requestTemplates: { "application/json": '{"n": 1}' } }) } }),
    );
    expect((await get(apiId, "/x", post(Buffer.from([0xff, 0xfe, 0x00])))).status).toBe(200);
  });

  test("a template that cannot be parsed is a 500, and the journal has the position", async () => {
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: lambda({ requestTemplates: { "application/json": "{\n#if(" } }) } }),
    );
    expect(await get(apiId)).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    const trace = gateway.journal.since(0).findLast(({ kind }) => kind === "template");
    expect(trace).toMatchObject({ phase: "request", template: "{\n#if(" });
    expect(trace?.["error"]).toMatch(/line 2/);
  });

  test("a rendering is journaled: template, inputs, output, overrides", async () => {
    const template = `#set($context.requestOverride.header.x = "y"){"id": "$input.params('id')"}`;
    const apiId = await made(
      gateway,
      openApi({ "/{id}": { get: lambda({ requestTemplates: { "application/json": template } }) } }),
    );
    await get(apiId, "/7");
    expect(gateway.journal.since(0).findLast(({ kind }) => kind === "template")).toMatchObject({
      apiId,
      phase: "request",
      template,
      params: { path: { id: "7" } },
      output: '{"id": "7"}',
      requestOverride: { header: { x: "y" } },
    });
  });
});

describe("the integration", () => {
  test("an integration that takes too long is a 504", async () => {
    gateway.answer(() => new Promise(() => {}));
    const apiId = await made(gateway, openApi({ "/x": { get: lambda({ timeoutInMillis: 50 }) } }));
    const { status, text, headers } = await get(apiId);
    expect([status, text]).toEqual([504, '{"message": "Endpoint request timed out"}']);
    expect(headers.get("x-amzn-errortype")).toBe("InternalServerErrorException");
  });

  test("a function without permission, or a missing one, is a 500; the journal has the reason", async () => {
    const apiId = await made(gateway, openApi({ "/x": { get: lambda() } }));
    for (const code of ["AccessDeniedException", "ResourceNotFoundException"]) {
      gateway.answer(() => {
        throw new AwsError(code, "why it was refused", 403);
      });
      const { status, text, headers } = await get(apiId);
      expect([status, text]).toEqual([500, '{"message": "Internal server error"}']);
      expect(headers.get("x-amzn-trace-id")).toBeNull();
      expect(lastLog()).toContain(
        "Execution failed due to configuration error: Invalid permissions on Lambda function",
      );
      expect(lastLog().join()).toContain("why it was refused");
    }
  });

  test("Lambda's other errors use the default response", async () => {
    gateway.answer(() => {
      throw new AwsError("InvalidRequestContentException", "Could not parse request body into json", 400, {
        Type: "User",
      });
    });
    const apiId = await made(gateway, openApi({ "/x": { get: lambda() } }));
    const { status, text } = await get(apiId);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ Type: "User", message: "Could not parse request body into json" });
  });

  test("the function's policy is checked for the stage, the called method and the resource", async () => {
    const apiId = await made(gateway, openApi({ "/a/{id}": { "x-amazon-apigateway-any-method": lambda() } }));
    await get(apiId, "/a/1", { method: "DELETE" });
    expect(gateway.invocations[0]?.sourceArn).toBe(
      `arn:aws:execute-api:us-east-1:000000000000:${apiId}/test/DELETE/a/{id}`,
    );
  });

  test("stage variables name the function", async () => {
    const uri =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.fn}/invocations";
    const apiId = await made(gateway, openApi({ "/x": { get: lambda({ uri }) } }), {
      variables: { fn: "g" },
    });
    await get(apiId);
    expect(gateway.invocations[0]?.functionArn).toBe("arn:aws:lambda:us-east-1:000000000000:function:g");
  });

  test("HTTP integrations are reported as unsupported, and nothing is called", async () => {
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: lambda({ type: "http", uri: "http://example.com" }) } }),
    );
    expect((await get(apiId)).status).toBe(500);
    expect(lastLog().join()).toContain("HTTP integrations are not in the embedded cloud");
  });
});

describe("the integration response", () => {
  const responses = {
    responses: { "200": { description: "" }, "404": { description: "" }, "502": { description: "" } },
  };
  const integration = {
    responses: {
      default: { statusCode: "200" },
      ".*not found.*": { statusCode: "404" },
      ".+": { statusCode: "502" },
    },
  };

  test.each([
    [{ ok: true }, 200],
    [{ errorMessage: "item not found here", errorType: "E" }, 404],
    [{ errorMessage: "no", errorType: "E" }, 502],
    [{ errorMessage: "" }, 200],
  ])("%j is answered with %i", async (result, status) => {
    gateway.answer(() => ({
      ...ok(JSON.stringify(result)),
      functionError: "errorMessage" in result ? "Unhandled" : undefined,
    }));
    const apiId = await made(gateway, openApi({ "/x": { get: lambda(integration, responses) } }));
    expect((await get(apiId)).status).toBe(status);
  });

  test("a pattern must match the whole message", async () => {
    gateway.answer(() => ok('{"errorMessage": "xERRORx"}'));
    const apiId = await made(
      gateway,
      openApi({
        "/x": {
          get: lambda(
            { responses: { default: { statusCode: "200" }, ERROR: { statusCode: "404" } } },
            responses,
          ),
        },
      }),
    );
    expect((await get(apiId)).status).toBe(200);
  });

  test("a response that the method does not declare is a 500", async () => {
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: lambda({ responses: { default: { statusCode: "418" } } }) } }),
    );
    expect((await get(apiId)).status).toBe(500);
    expect(lastLog()).toContain(
      "Execution failed due to configuration error: Output mapping refers to an invalid method response: 418",
    );
  });

  test("templates override status and headers; one set by the request template lasts", async () => {
    gateway.answer(() => ok('{"code": 404}'));
    const apiId = await made(
      gateway,
      openApi({
        "/x": {
          get: lambda({
            requestTemplates: {
              "application/json": '#set($context.responseOverride.header.X-Early = "yes"){}',
            },
            responses: {
              default: {
                statusCode: "200",
                responseTemplates: {
                  "application/json": `#set($context.responseOverride.status = $input.path('$.code'))#set($context.responseOverride.header.X-Late = "too"){"done": true}`,
                },
              },
            },
          }),
        },
      }),
    );
    const { status, headers, text } = await get(apiId);
    expect([status, headers.get("x-early"), headers.get("x-late"), text]).toEqual([
      404,
      "yes",
      "too",
      '{"done": true}',
    ]);
  });

  test("Accept selects the template, application/json is the fallback", async () => {
    const responseTemplates = { "application/json": "json", "application/xml": "xml", "text/plain": "plain" };
    const apiId = await made(
      gateway,
      openApi({
        "/x": { get: lambda({ responses: { default: { statusCode: "200", responseTemplates } } }) },
      }),
    );
    expect((await get(apiId, "/x", { headers: { Accept: "application/xml" } })).text).toBe("xml");
    expect((await get(apiId, "/x", { headers: { Accept: "text/plain;q=1, */*" } })).text).toBe("plain");
    expect((await get(apiId, "/x", { headers: { Accept: "image/png" } })).text).toBe("json");
  });

  test.each([
    ["#set($context.responseOverride.header.X-Own = \"a$input.path('$.end')b\")", 500, null],
    ['#set($context.responseOverride.header.X-Own = "é\u{1f600}")', 200, "é\u{1f600}"],
    ["#set($context.responseOverride.status = 101)", 500, null],
    ["#set($context.responseOverride.status = 999)", 200, null],
    ['#set($context.responseOverride.status = "404")', 200, null],
  ])("an override that cannot be sent does no harm: %s", async (template, status, value) => {
    gateway.answer(() => ok('{"end": "\\r\\nSet-Cookie: x=y"}'));
    const responses = { default: { statusCode: "200", responseTemplates: { "application/json": template } } };
    const apiId = await made(gateway, openApi({ "/x": { get: lambda({ responses }) } }));
    const answer = await get(apiId);
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([status, null]);
    const own = answer.headers.get("x-own");
    expect(own === null ? null : Buffer.from(own, "latin1").toString("utf8")).toBe(value);
  });

  test("headers are mapped from the response body, from variables and from literals", async () => {
    gateway.answer(() => ok('{"id": "7", "n": [1, 2]}'));
    const responseParameters = {
      "method.response.header.X-Id": "integration.response.body.id",
      "method.response.header.X-Second": "integration.response.body.n[1]",
      "method.response.header.X-Stage": "context.stage",
      "method.response.header.X-Text": "'text'",
      "method.response.header.X-None": "integration.response.header.X-Amz-Function-Error",
    };
    const headers = Object.fromEntries(
      Object.keys(responseParameters).map((key) => [key.split(".")[3], { schema: { type: "string" } }]),
    );
    const apiId = await made(
      gateway,
      openApi({
        "/x": {
          get: lambda(
            { responses: { default: { statusCode: "200", responseParameters } } },
            { responses: { "200": { description: "", headers } } },
          ),
        },
      }),
    );
    const answer = await get(apiId);
    expect(
      ["x-id", "x-second", "x-stage", "x-text", "x-none"].map((name) => answer.headers.get(name)),
    ).toEqual(["7", "2", "test", "text", null]);
  });
});

describe("AWS_PROXY", () => {
  const proxy = { type: "aws_proxy", responses: {} };

  test("the function decides status, headers and body", async () => {
    gateway.answer(() =>
      ok(
        JSON.stringify({
          statusCode: 201,
          headers: { "X-Own": "1" },
          multiValueHeaders: { "X-Many": ["a", "b"] },
          body: "text",
        }),
      ),
    );
    const apiId = await made(
      gateway,
      openApi({ "/{proxy+}": { "x-amazon-apigateway-any-method": lambda(proxy) } }),
    );
    const { status, headers, text } = await get(apiId, "/a/b?q=1", { method: "PUT", body: "é" });
    expect([status, text, headers.get("x-own"), headers.get("x-many"), headers.get("content-type")]).toEqual([
      201,
      "text",
      "1",
      "a, b",
      "application/json",
    ]);
    expect(events()[0]).toMatchObject({
      resource: "/{proxy+}",
      path: "/a/b",
      httpMethod: "PUT",
      pathParameters: { proxy: "a/b" },
      queryStringParameters: { q: "1" },
      multiValueQueryStringParameters: { q: ["1"] },
      stageVariables: null,
      body: "é",
      isBase64Encoded: false,
      requestContext: {
        stage: "test",
        path: "/test/a/b",
        apiId,
        resourcePath: "/{proxy+}",
        httpMethod: "PUT",
      },
    });
  });

  test.each([
    ['{"statusCode": "x"}', "Execution failed due to configuration error: Malformed Lambda proxy response"],
    ['{"hello": "world"}', "Execution failed due to configuration error: Malformed Lambda proxy response"],
    ['"text"', "Execution failed due to configuration error: Malformed Lambda proxy response"],
    [
      '{"statusCode": 200, "body": {}}',
      "Execution failed due to configuration error: Malformed Lambda proxy response",
    ],
    [
      '{"errorMessage": "boom"}',
      "Lambda execution failed with status 200 due to customer function error: boom.",
    ],
  ])("%s is a 502", async (payload, reason) => {
    gateway.answer(() => ok(payload));
    const apiId = await made(gateway, openApi({ "/x": { get: lambda(proxy) } }));
    expect(await get(apiId)).toMatchObject({ status: 502, text: '{"message": "Internal server error"}' });
    expect(lastLog()).toContain(reason);
  });
});

describe("the method request", () => {
  test("a method with an API key accepts only keys of a usage plan of this stage", async () => {
    const security = {
      components: { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } },
    };
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: mock("in", { security: [{ api_key: [] }] }) } }, security),
    );
    const { id: keyId = "", value = "" } = await gateway.client.send(
      new CreateApiKeyCommand({ name: "k", enabled: true }),
    );
    const withKey = () => get(apiId, "/x", { headers: { "x-api-key": value } });
    expect(await get(apiId)).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    expect((await withKey()).status).toBe(403);
    const { id: usagePlanId } = await gateway.client.send(
      new CreateUsagePlanCommand({ name: "p", apiStages: [{ apiId, stage: "test" }] }),
    );
    await gateway.client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
    expect((await withKey()).text).toBe("in");
  });

  test("a method with IAM authorization requires a signature and the permission", async () => {
    const apiId = await made(
      gateway,
      openApi({ "/x": { get: mock("in", { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }) } }),
    );
    expect(await get(apiId)).toMatchObject({
      status: 403,
      text: '{"message":"Missing Authentication Token"}',
    });
    const signed = (key: string) => ({
      headers: {
        Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/execute-api/aws4_request`,
      },
    });
    expect((await get(apiId, "/x", signed("ada"))).text).toBe("in");
    const refused = await get(apiId, "/x", signed("stranger"));
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toEqual({
      Message: `User: stranger is not authorized to invoke arn:aws:execute-api:us-east-1:000000000000:${apiId}/test/GET/x`,
    });
    expect(refused.headers.get("x-amzn-errortype")).toBe("AccessDeniedException");
  });

  test("bodies are validated against their model", async () => {
    const document = openApi(
      {
        "/x": {
          post: mock("in", {
            requestBody: {
              content: { "application/json": { schema: { $ref: "#/components/schemas/Job" } } },
            },
          }),
        },
      },
      {
        components: {
          schemas: {
            Job: {
              type: "object",
              required: ["id"],
              properties: { id: { $ref: "#/components/schemas/Id" } },
            },
            Id: { type: "string" },
          },
        },
        "x-amazon-apigateway-request-validators": {
          all: { validateRequestBody: true, validateRequestParameters: true },
        },
        "x-amazon-apigateway-request-validator": "all",
      },
    );
    const apiId = await made(gateway, document);
    expect((await get(apiId, "/x", post('{"id": "1"}'))).text).toBe("in");
    for (const body of ["{}", '{"id": 1}', "{"])
      expect(await get(apiId, "/x", post(body))).toMatchObject({
        status: 400,
        text: '{"message": "Invalid request body"}',
      });
  });

  test("10 MB pass, one byte more is rejected", async () => {
    const apiId = await made(gateway, openApi({ "/x": { post: mock("in") } }));
    expect((await get(apiId, "/x", post(Buffer.alloc(bodyBytesMax, "a")))).status).toBe(200);
    const { status, text } = await get(apiId, "/x", post(Buffer.alloc(bodyBytesMax + 1, "a")));
    expect([status, text]).toEqual([413, '{"message":"HTTP content length exceeded 10485760 bytes."}']);
  });

  test("large bodies are not kept once the response is sent", async () => {
    const apiId = await made(gateway, openApi({ "/x": { post: mock("in") } }));
    const before = memoryBytes();
    for (let calls = 0; calls < 4; calls += 1)
      expect((await get(apiId, "/x", post(Buffer.alloc(bodyBytesMax, "a")))).status).toBe(200);
    // The client can have the response before the server is done with the request.
    const grown = () => memoryBytes() - before;
    await expect.poll(grown, { timeout: 10_000 }).toBeLessThan(2 * bodyBytesMax);
  });

  test("more than 10,240 bytes of headers are rejected", async () => {
    const apiId = await made(gateway, openApi({ "/x": { get: mock("in") } }));
    expect((await get(apiId, "/x", { headers: { "X-Long": "x".repeat(9_000) } })).status).toBe(200);
    expect((await get(apiId, "/x", { headers: { "X-Long": "x".repeat(10_300) } })).status).toBe(431);
  });

  test("a stage with a rate limit returns 429 beyond it", async () => {
    const apiId = await made(gateway, openApi({ "/x": { get: mock("in") } }));
    const replace = (path: string, value: string) => ({ op: "replace" as const, path, value });
    const patchOperations = [
      replace("/*/*/throttling/rateLimit", "0.001"),
      replace("/*/*/throttling/burstLimit", "2"),
    ];
    await gateway.client.send(
      new UpdateStageCommand({ restApiId: apiId, stageName: "test", patchOperations }),
    );
    expect((await get(apiId)).status).toBe(200);
    expect((await get(apiId)).status).toBe(200);
    const { status, text, headers } = await get(apiId);
    expect([status, text, headers.get("x-amzn-errortype")]).toEqual([
      429,
      '{"message":"Too Many Requests"}',
      "TooManyRequestsException",
    ]);
  });
});

describe("gateway responses", () => {
  test("an API's own gateway responses have status, headers and a body with variables in it", async () => {
    const apiId = await made(gateway, openApi({ "/x": { get: mock("in") } }));
    await gateway.client.send(
      new PutGatewayResponseCommand({
        restApiId: apiId,
        responseType: "DEFAULT_4XX",
        statusCode: "404",
        responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
        responseTemplates: {
          "application/json":
            '{"why": $context.error.messageString, "type": "$context.error.responseType", "stage": "$context.stage"}',
        },
      }),
    );
    expect((await get(apiId, "/nowhere")).status).toBe(403);
    await gateway.client.send(new CreateDeploymentCommand({ restApiId: apiId, stageName: "test" }));
    const { status, headers, text } = await get(apiId, "/nowhere");
    expect([status, headers.get("access-control-allow-origin")]).toEqual([404, "*"]);
    expect(JSON.parse(text)).toEqual({
      why: "Missing Authentication Token",
      type: "MISSING_AUTHENTICATION_TOKEN",
      stage: "test",
    });
  });

  test("an unknown API, an unknown stage and a disabled endpoint are 403 Forbidden", async () => {
    const apiId = await made(gateway, openApi({ "/x": { get: mock("in") } }));
    expect(await get("nosuchapi0")).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    expect((await fetch(gateway.url(apiId, "prod", "/x"))).status).toBe(403);
    const patchOperations = [{ op: "replace" as const, path: "/disableExecuteApiEndpoint", value: "true" }];
    await gateway.client.send(new UpdateRestApiCommand({ restApiId: apiId, patchOperations }));
    expect((await get(apiId)).status).toBe(403);
    expect(lastLog()).toEqual([`The default endpoint of API ${apiId} is disabled.`]);
  });
});

test("every response has its ids; MOCK has no trace", async () => {
  const apiId = await made(gateway, openApi({ "/x": { get: mock("in"), post: lambda() } }));
  const mocked = await get(apiId);
  expect(mocked.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  expect(mocked.headers.get("x-amz-apigw-id")).toMatch(/=$/);
  expect(mocked.headers.get("x-amzn-trace-id")).toBeNull();
  expect((await get(apiId, "/x", post("{}"))).headers.get("x-amzn-trace-id")).toMatch(/^Root=1-/);
});

/** What is in use after a garbage collection. */
function memoryBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
