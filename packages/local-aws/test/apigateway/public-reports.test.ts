import { request } from "node:http";
import { gunzipSync, gzipSync, inflateSync } from "node:zlib";
import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteDeploymentCommand,
  GetModelsCommand,
  ImportRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  UpdateAccountCommand,
  UpdateGatewayResponseCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, ok, openGateway } from "./gateway.ts";
import { lambda, made, mock, openApi } from "./make.ts";

// Public reports on the real API Gateway; each case names its source.

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

/** The error of a call; undefined when it succeeds. */
async function refusalOf(sent: Promise<unknown>): Promise<string | undefined> {
  try {
    await sent;
    return undefined;
  } catch (error) {
    return String(error);
  }
}

function log(): string {
  const entry = gateway.journal.since(0).findLast(({ kind }) => kind === "execute");
  return String(entry?.["log"]);
}

function call(apiId: string, init: RequestInit = {}): Promise<Response> {
  return fetch(gateway.url(apiId, "test", "/x"), init);
}

/** aws/chalice#1310, clebert/aws-simple#167 */
describe("every media type is binary", () => {
  const preflight = (integration: object = {}) => {
    const operation = mock("");
    const key = "x-amazon-apigateway-integration";
    const options = { ...operation, [key]: { ...(operation[key] as object), ...integration } };
    const document = openApi({ "/x": { options } }, { "x-amazon-apigateway-binary-media-types": ["*/*"] });
    return made(gateway, document);
  };

  test("a preflight without Content-Type fails in its mock's template", async () => {
    expect((await call(await preflight(), { method: "OPTIONS" })).status).toBe(500);
    expect(log()).toContain("Execution failed due to configuration error: Unable to transform request");
  });

  test("contentHandling CONVERT_TO_TEXT fixes it", async () => {
    const apiId = await preflight({ contentHandling: "CONVERT_TO_TEXT" });
    expect((await call(apiId, { method: "OPTIONS" })).status).toBe(200);
  });
});

/** aws/aws-cdk#11306 */
describe("a header of a gateway response", () => {
  const refused = (expression: string) =>
    `BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${expression}]`;
  const put = async (value: string) => {
    const { id: restApiId } = await gateway.client.send(new CreateRestApiCommand({ name: "g" }));
    const response = { restApiId, responseType: "UNAUTHORIZED" } as const;
    const responseParameters = { "gatewayresponse.header.X-Test": value };
    return refusalOf(gateway.client.send(new PutGatewayResponseCommand({ ...response, responseParameters })));
  };
  test.each(["*", "test-value", "'*", "method.request.cookie.x"])("%s is rejected", async (value) => {
    expect(await put(value)).toBe(refused(value));
  });
  test.each([
    "'*'",
    "method.request.header.origin",
    "method.request.multivaluequerystring.q",
    "context.error.responseType",
    "stageVariables.origin",
  ])("%s is accepted", async (value) => expect(await put(value)).toBeUndefined());

  test("the same when it is changed, or imported", async () => {
    const { id: restApiId } = await gateway.client.send(new CreateRestApiCommand({ name: "g" }));
    const path = "/responseParameters/gatewayresponse.header.X-Test";
    const change = new UpdateGatewayResponseCommand({
      restApiId,
      responseType: "DEFAULT_4XX",
      patchOperations: [{ op: "add", path, value: "*" }],
    });
    expect(await refusalOf(gateway.client.send(change))).toBe(refused("*"));
    const responses = { DEFAULT_4XX: { responseParameters: { "gatewayresponse.header.X-Test": "*" } } };
    const document = openApi({}, { "x-amazon-apigateway-gateway-responses": responses });
    const body = Buffer.from(JSON.stringify(document));
    expect(await refusalOf(gateway.client.send(new ImportRestApiCommand({ body })))).toContain(
      "Invalid mapping expression specified: *",
    );
  });
});

describe("an import", () => {
  const imported = (document: object) =>
    refusalOf(gateway.client.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) })));

  /** api-platform/core#3193; "Model names can only contain alphanumeric characters" (important notes) */
  test.each(["start_request", "Start.Request", "start-request"])(
    "refuses a schema named %s",
    async (name) => {
      const document = openApi({}, { components: { schemas: { [name]: { type: "object" } } } });
      expect(await imported(document)).toContain(
        `Unable to create model for '${name}': Model name must be alphanumeric: ${name}`,
      );
    },
  );

  /** "API Gateway doesn't use root level security defined in the OpenAPI specification" (important notes) */
  test("does not use an API key requirement of the document's root", async () => {
    const components = {
      securitySchemes: { key: { type: "apiKey", name: "x-api-key", in: "header" } },
    };
    const open = await made(
      gateway,
      openApi({ "/x": { get: mock("{}") } }, { components, security: [{ key: [] }] }),
    );
    expect((await call(open)).status).toBe(200);
    const closed = await made(
      gateway,
      openApi({ "/x": { get: mock("{}", { security: [{ key: [] }] }) } }, { components }),
    );
    expect((await call(closed)).status).toBe(403);
  });

  test("makes a model of a body's inline schema, and validates with it", async () => {
    const schema = { type: "object", required: ["requestId"] };
    const document = openApi(
      {
        "/x": {
          post: mock("{}", {
            requestBody: { content: { "application/json": { schema } } },
            "x-amazon-apigateway-request-validator": "all",
          }),
        },
      },
      { "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } } },
    );
    const apiId = await made(gateway, document);
    const { items = [] } = await gateway.client.send(new GetModelsCommand({ restApiId: apiId }));
    expect(items.map(({ name }) => name)).toEqual([expect.stringMatching(/^MODEL[0-9a-f]{6}$/)]);
    const post = (body: string) =>
      call(apiId, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    expect((await post("{}")).status).toBe(400);
    expect((await post('{"requestId": "1"}')).status).toBe(200);
  });
});

/** VirtusLab/besom#347 */
test("execution and access logs need the account's role", async () => {
  const apiId = await made(gateway, openApi({ "/x": { get: mock("{}") } }));
  const patch = (path: string, value: string) =>
    refusalOf(
      gateway.client.send(
        new UpdateStageCommand({
          restApiId: apiId,
          stageName: "test",
          patchOperations: [{ op: "replace", path, value }],
        }),
      ),
    );
  const refused =
    "BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging";
  const group = "arn:aws:logs:us-east-1:000000000000:log-group:access";
  expect(await patch("/*/*/logging/loglevel", "INFO")).toBe(refused);
  expect(await patch("/accessLogSettings/destinationArn", group)).toBe(refused);
  expect(await patch("/*/*/logging/loglevel", "OFF")).toBeUndefined();
  await gateway.client.send(
    new UpdateAccountCommand({
      patchOperations: [
        { op: "replace", path: "/cloudwatchRoleArn", value: "arn:aws:iam::000000000000:role/logs" },
      ],
    }),
  );
  expect(await patch("/*/*/logging/loglevel", "INFO")).toBeUndefined();
  expect(await patch("/accessLogSettings/destinationArn", group)).toBeUndefined();
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html */
describe("compression", () => {
  const document = (more: object = {}) =>
    openApi(
      {
        "/x": {
          post: lambda({
            requestTemplates: { "application/json": "$input.json('$')" },
            responses: {
              default: { statusCode: "200", responseTemplates: { "application/json": "$input.json('$')" } },
            },
          }),
        },
      },
      { ...more },
    );
  const body = JSON.stringify({ text: "a".repeat(1_000) });
  // Node's own request: fetch would ask for a compressed answer, and decompress it.
  const post = (apiId: string, headers: Record<string, string>, sent: string | Buffer = body) =>
    new Promise<{ status: number; encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
      const out = request(gateway.url(apiId, "test", "/x"), {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
      });
      out.on("error", reject);
      out.on("response", async (response) => {
        const bytes = Buffer.concat(await response.toArray());
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, encoding: answered["content-encoding"], bytes });
      });
      out.end(sent);
    });

  test("a request's body is decompressed before its template is rendered", async () => {
    gateway.answer(({ payload }) => ok(payload.toString()));
    const apiId = await made(gateway, document());
    const answer = await post(apiId, { "Content-Encoding": "gzip" }, gzipSync(body));
    expect([answer.status, answer.encoding, answer.bytes.toString()]).toEqual([200, undefined, body]);
    expect((await post(apiId, { "Content-Encoding": "gzip" }, "not gzip")).status).toBe(415);
    expect((await post(apiId, { "Content-Encoding": "br" })).status).toBe(415);
  });

  test("a response is compressed when the API has a minimum size, the client accepts it, and it is large enough", async () => {
    gateway.answer(() => ok(body));
    const apiId = await made(gateway, document({ "x-amazon-apigateway-minimum-compression-size": 500 }));
    const zipped = await post(apiId, { "Accept-Encoding": "gzip" });
    expect([zipped.encoding, gunzipSync(zipped.bytes).toString()]).toEqual(["gzip", body]);
    const deflated = await post(apiId, { "Accept-Encoding": "deflate, br" });
    expect([deflated.encoding, inflateSync(deflated.bytes).toString()]).toEqual(["deflate", body]);
    for (const headers of [{}, { "Accept-Encoding": "*" }, { "Accept-Encoding": "br" }])
      expect(await post(apiId, headers)).toMatchObject({ encoding: undefined, bytes: Buffer.from(body) });
    gateway.answer(() => ok('{"small":1}'));
    expect((await post(apiId, { "Accept-Encoding": "gzip" })).encoding).toBeUndefined();
  });
});

test("an unsupported integration is rejected when it is configured", async () => {
  const { id: restApiId, rootResourceId: resourceId } = await gateway.client.send(
    new CreateRestApiCommand({ name: "s" }),
  );
  const method = { restApiId, resourceId, httpMethod: "POST" };
  await gateway.client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  const put = (uri: string) =>
    refusalOf(
      gateway.client.send(
        new PutIntegrationCommand({
          ...method,
          type: "AWS",
          integrationHttpMethod: "POST",
          uri,
          credentials: "arn:aws:iam::000000000000:role/r",
        }),
      ),
    );
  expect(await put("arn:aws:apigateway:us-east-1:sqs:path/000000000000/queue")).toBe(
    "BadRequestException: Integrations with sqs are not part of this local cloud: it has Lambda functions, and DynamoDB's GetItem, PutItem, UpdateItem and Query.",
  );
  expect(await put("arn:aws:apigateway:us-east-1:dynamodb:action/Scan")).toContain(
    "BadRequestException: Integrations with dynamodb's action Scan are not part of this local cloud",
  );
  expect(await put("arn:aws:apigateway:us-east-1:dynamodb:action/GetItem")).toBeUndefined();
});

test("a stage's deployment cannot be deleted", async () => {
  const apiId = await made(gateway, openApi({ "/x": { get: mock("{}") } }));
  const { id: deploymentId } = await gateway.client.send(
    new CreateDeploymentCommand({ restApiId: apiId, stageName: "test" }),
  );
  expect(
    await refusalOf(gateway.client.send(new DeleteDeploymentCommand({ restApiId: apiId, deploymentId }))),
  ).toBe("BadRequestException: Active stages pointing to this deployment must be moved or deleted");
});
