import {
  GetGatewayResponseCommand,
  GetIntegrationCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functionUri, type Gateway, ok, openGateway, queued } from "./gateway.ts";
import { lambda, made, mock, openApi } from "./make.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

function imported(document: unknown, more: object = {}) {
  const body = Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
  return gateway.client.send(new ImportRestApiCommand({ body, ...more }));
}

async function paths(restApiId: string | undefined): Promise<string[]> {
  const { items = [] } = await gateway.client.send(new GetResourcesCommand({ restApiId }));
  return items.map(({ path = "" }) => path).sort();
}

test("the tutorial's API is made by one call", async () => {
  const document = openApi(
    {
      "/invoke-lambda": {
        post: lambda(
          {
            passthroughBehavior: "when_no_templates",
            requestTemplates: {
              "application/json": `#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")\n{"action": "invoke", "requestId": "$input.path('$.requestId')"}`,
            },
            responses: {
              default: {
                statusCode: "202",
                responseTemplates: { "application/json": '{"status": "PROCESSING"}' },
              },
            },
          },
          {
            responses: {
              "202": { description: "accepted", headers: { "Content-Type": { schema: { type: "string" } } } },
            },
          },
        ),
      },
      "/{requestId}": {
        get: lambda({
          requestTemplates: {
            "application/json": `{"action": "status", "requestId": "$input.params('requestId')"}`,
          },
        }),
      },
    },
    { "x-amazon-apigateway-endpoint-configuration": { types: ["REGIONAL"] } },
  );
  const restApiId = await made(gateway, document);
  expect(await paths(restApiId)).toEqual(["/", "/invoke-lambda", "/{requestId}"]);
  expect(
    (await gateway.client.send(new GetRestApiCommand({ restApiId }))).endpointConfiguration?.types,
  ).toEqual(["REGIONAL"]);
  gateway.answer(queued);
  const posted = await fetch(gateway.url(restApiId, "test", "/invoke-lambda"), {
    method: "POST",
    body: '{"requestId": "1"}',
    headers: { "Content-Type": "application/json" },
  });
  expect([posted.status, await posted.json()]).toEqual([202, { status: "PROCESSING" }]);
  gateway.answer(() => ok('{"statusCode": 200}'));
  expect((await fetch(gateway.url(restApiId, "test", "/1"))).status).toBe(200);
  expect(
    gateway.invocations.map(({ invocationType, payload }) => [
      invocationType,
      JSON.parse(payload.toString()),
    ]),
  ).toEqual([
    ["Event", { action: "invoke", requestId: "1" }],
    ["RequestResponse", { action: "status", requestId: "1" }],
  ]);
});

test("Swagger 2 is read too: body parameters, definitions, header types", async () => {
  const { id: restApiId } = await imported({
    swagger: "2.0",
    info: { title: "old", description: "an old one", version: 2 },
    paths: {
      "/jobs": {
        post: {
          parameters: [{ in: "body", name: "Job", schema: { $ref: "#/definitions/Job" } }],
          responses: {
            200: {
              description: "",
              schema: { $ref: "#/definitions/Job" },
              headers: { Location: { type: "string" } },
            },
          },
          "x-amazon-apigateway-integration": {
            type: "AWS",
            httpMethod: "post",
            uri: functionUri("f"),
            responses: { default: { statusCode: 200 } },
          },
        },
      },
    },
    definitions: { Job: { type: "object", properties: { next: { $ref: "#/definitions/Job" } } } },
  });
  expect(await gateway.client.send(new GetRestApiCommand({ restApiId }))).toMatchObject({
    name: "old",
    description: "an old one",
    version: "2",
  });
  const { items = [] } = await gateway.client.send(
    new GetResourcesCommand({ restApiId, embed: ["methods"] }),
  );
  expect(items.find(({ path }) => path === "/jobs")?.resourceMethods?.["POST"]).toMatchObject({
    requestModels: { "application/json": "Job" },
    methodResponses: {
      "200": {
        responseModels: { "application/json": "Job" },
        responseParameters: { "method.response.header.Location": false },
      },
    },
    methodIntegration: {
      type: "AWS",
      httpMethod: "POST",
      integrationResponses: { "200": { statusCode: "200" } },
    },
  });
  const { items: models = [] } = await gateway.client.send(new GetModelsCommand({ restApiId }));
  expect(models.map(({ name }) => name)).toEqual(["Job"]);
  expect(JSON.parse(models[0]?.schema ?? "").properties.next.$ref).toBe(
    `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Job`,
  );
});

test("a document in YAML is read as one in JSON", async () => {
  const { id: restApiId } = await imported(`swagger: 2.0
info: {title: written by hand}
paths:
  /{requestId}:
    get:
      responses:
        200: {description: the status}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
          application/json: |
            {"statusCode": 200}
        responses: {default: {statusCode: 200}}
`);
  expect(await paths(restApiId)).toEqual(["/", "/{requestId}"]);
  const { items = [] } = await gateway.client.send(new GetResourcesCommand({ restApiId }));
  const resourceId = items.find(({ path }) => path === "/{requestId}")?.id;
  const integration = await gateway.client.send(
    new GetIntegrationCommand({ restApiId, resourceId, httpMethod: "GET" }),
  );
  expect(integration.requestTemplates).toEqual({ "application/json": '{"statusCode": 200}\n' });
  expect(Object.keys(integration.integrationResponses ?? {})).toEqual(["200"]);
});

/** Nine levels of ten references each. */
const bomb = `a0: &a0 x\n${Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(", ")}]\n`).join("")}`;

describe("an invalid import is rejected and leaves nothing behind", () => {
  test.each([
    ["not JSON", "{", "Invalid OpenAPI input."],
    ["no OpenAPI", "{}", "Invalid OpenAPI input."],
    ["invalid YAML", "openapi: 3.0.1\npaths: {", "Invalid OpenAPI input."],
    ["a bomb in YAML", `openapi: 3.0.1\n${bomb}`, "Invalid OpenAPI input."],
  ])("%s", async (_, document, message) => {
    expect(await refusalOf(imported(document))).toMatchObject({
      name: "BadRequestException",
      message,
      status: 400,
    });
  });

  test("a mapping of a header that no response declares", async () => {
    const responses = {
      default: { statusCode: "200", responseParameters: { "method.response.header.X-Own": "'1'" } },
    };
    const { message } = await refusalOf(imported(openApi({ "/x": { get: lambda({ responses }) } })));
    expect(message).toContain("Unable to put integration on 'GET' for resource at path '/x'");
    expect(message).toContain("Invalid mapping expression parameter specified: method.response.header.X-Own");
  });

  test("an integration of an unknown type", async () => {
    const { message } = await refusalOf(imported(openApi({ "/x": { get: lambda({ type: "ftp" }) } })));
    expect(message).toContain("Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
  });

  test("two adjacent variables", async () => {
    const { message } = await refusalOf(
      imported(openApi({ "/{a}": { get: mock("") }, "/{b}": { get: mock("") } })),
    );
    expect(message).toContain("A sibling ({a}) of this resource already has a variable path part");
  });

  test("a method with an authorizer, which would be public", async () => {
    const components = {
      securitySchemes: {
        own: {
          type: "apiKey",
          name: "Authorization",
          in: "header",
          "x-amazon-apigateway-authorizer": { type: "token" },
        },
      },
    };
    const document = openApi({ "/x": { get: mock("", { security: [{ own: [] }] }) } }, { components });
    expect((await refusalOf(imported(document))).message).toContain(
      "authorizer is not in the embedded cloud",
    );
  });

  test("warnings with failonwarnings", async () => {
    const document = openApi({
      "/x": { get: lambda({ requestParameters: { "integration.request.header.a": true } }) },
    });
    // Recorded: localstack/localstack test_apigateway_import.py::test_import_rest_api_with_base_path_oas30[ignore].
    expect((await imported(document)).warnings).toEqual([
      "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.a' of resource '/x' and method 'GET' but got 'true'",
    ]);
    expect((await refusalOf(imported(document, { failOnWarnings: true }))).message).toContain(
      "Warnings found during import",
    );
  });
});

describe("PutRestApi", () => {
  test("merges into an API, or overwrites it", async () => {
    const restApiId = await made(
      gateway,
      openApi({ "/a": { get: mock("a") } }, { "x-amazon-apigateway-binary-media-types": ["image/png"] }),
    );
    const put = (mode: "merge" | "overwrite", document: object) =>
      gateway.client.send(
        new PutRestApiCommand({ restApiId, mode, body: Buffer.from(JSON.stringify(document)) }),
      );
    const more = openApi(
      { "/b": { get: mock("b") } },
      { "x-amazon-apigateway-gateway-responses": { DEFAULT_5XX: { statusCode: 503 } } },
    );
    const merged = await put("merge", more);
    expect(await paths(restApiId)).toEqual(["/", "/a", "/b"]);
    expect(merged.binaryMediaTypes).toEqual(["image/png"]);
    const { statusCode } = await gateway.client.send(
      new GetGatewayResponseCommand({ restApiId, responseType: "INTEGRATION_TIMEOUT" }),
    );
    expect(statusCode).toBe("503");
    const over = await put("overwrite", openApi({ "/c": { get: mock("c") } }));
    expect(await paths(restApiId)).toEqual(["/", "/c"]);
    expect(over.binaryMediaTypes).toBeUndefined();
    expect(over.id).toBe(restApiId);
  });

  // Recorded: localstack/localstack test_apigateway_import.py::test_import_rest_api_with_base_path_oas30[ignore].
  test("a path that the document repeats keeps its resource id; its cache gets another namespace", async () => {
    const document = openApi({ "/a/{id}": { get: mock("a") } });
    const restApiId = await made(gateway, document);
    const resources = async () => {
      const { items = [] } = await gateway.client.send(
        new GetResourcesCommand({ restApiId, embed: ["methods"] }),
      );
      return items.sort((one, other) => (one.path ?? "").localeCompare(other.path ?? ""));
    };
    const ids = (items: Awaited<ReturnType<typeof resources>>) =>
      items.map(({ id, parentId, path }) => ({ id, parentId, path }));
    const namespace = (items: Awaited<ReturnType<typeof resources>>) =>
      items.at(-1)?.resourceMethods?.["GET"]?.methodIntegration?.cacheNamespace;
    const before = await resources();
    const body = Buffer.from(JSON.stringify(document));
    await gateway.client.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body }));
    const after = await resources();
    expect(ids(after)).toEqual(ids(before));
    expect(namespace(before)).toBe(before.at(-1)?.id);
    expect(namespace(after)).not.toBe(namespace(before));
  });

  test("an error leaves the API as it was", async () => {
    const restApiId = await made(gateway, openApi({ "/a": { get: mock("a") } }));
    const body = Buffer.from(JSON.stringify(openApi({ "/b": { get: lambda({ type: "ftp" }) } })));
    expect(
      (await refusalOf(gateway.client.send(new PutRestApiCommand({ restApiId, mode: "overwrite", body }))))
        .status,
    ).toBe(400);
    expect(await paths(restApiId)).toEqual(["/", "/a"]);
  });
});

test.each([
  ["ignore", "/x"],
  ["prepend", "/v1/api/x"],
  ["split", "/api/x"],
])("basepath=%s puts the path at %s", async (basepath, path) => {
  const servers = [
    { url: "https://example.com/{basePath}", variables: { basePath: { default: "/v1/api" } } },
  ];
  const { id } = await imported(openApi({ "/x": { get: mock("") } }, { servers }), {
    parameters: { basepath },
  });
  expect((await paths(id)).at(-1)).toBe(path);
});

test("the endpoint type may be a parameter", async () => {
  const { endpointConfiguration } = await imported(openApi({}), {
    parameters: { endpointConfigurationTypes: "REGIONAL" },
  });
  expect(endpointConfiguration?.types).toEqual(["REGIONAL"]);
});

test("an integration keeps AWS's defaults for members that the document omits", async () => {
  const { id: restApiId } = await imported(openApi({ "/x": { get: lambda() } }));
  const { items = [] } = await gateway.client.send(new GetResourcesCommand({ restApiId }));
  const resourceId = items.find(({ path }) => path === "/x")?.id;
  expect(
    await gateway.client.send(new GetIntegrationCommand({ restApiId, resourceId, httpMethod: "GET" })),
  ).toMatchObject({
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
  });
});
