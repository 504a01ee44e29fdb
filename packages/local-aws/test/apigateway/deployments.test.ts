import {
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetExportCommand,
  GetMethodCommand,
  GetResourcesCommand,
  GetStageCommand,
  GetStagesCommand,
  PutMethodCommand,
  UpdateIntegrationCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, openGateway } from "./gateway.ts";
import { lambda, made, mock, openApi } from "./make.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

async function resourceId(restApiId: string, path: string): Promise<string> {
  const { items = [] } = await gateway.client.send(new GetResourcesCommand({ restApiId }));
  return items.find((item) => item.path === path)?.id ?? "";
}

async function exported(restApiId: string, stageName = "test", extensions = "integrations") {
  const { body } = await gateway.client.send(
    new GetExportCommand({ restApiId, stageName, exportType: "oas30", parameters: { extensions } }),
  );
  return JSON.parse(Buffer.from(body ?? []).toString("utf8"));
}

describe("a deployment is a snapshot", () => {
  test("changes are live after the next deployment, and a stage can return to an old one", async () => {
    const { client } = gateway;
    const restApiId = await made(
      gateway,
      openApi({ "/x": { get: lambda({ requestTemplates: { "application/json": '{"n": 1}' } }) } }),
    );
    const called = async () => {
      await fetch(gateway.url(restApiId, "test", "/x"));
      return JSON.parse(gateway.invocations.at(-1)?.payload.toString() ?? "");
    };
    const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName: "test" }));
    await client.send(
      new UpdateIntegrationCommand({
        restApiId,
        resourceId: await resourceId(restApiId, "/x"),
        httpMethod: "GET",
        patchOperations: [{ op: "replace", path: "/requestTemplates/application~1json", value: '{"n": 2}' }],
      }),
    );
    expect(await called()).toEqual({ n: 1 });
    expect(
      (await exported(restApiId)).paths["/x"].get["x-amazon-apigateway-integration"].requestTemplates,
    ).toEqual({
      "application/json": '{"n": 1}',
    });
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: "test" }));
    expect(await called()).toEqual({ n: 2 });
    const patchOperations = [{ op: "replace" as const, path: "/deploymentId", value: deploymentId }];
    await client.send(new UpdateStageCommand({ restApiId, stageName: "test", patchOperations }));
    expect(await called()).toEqual({ n: 1 });
  });

  test("its methods are summarized, and it cannot be deleted while a stage points to it", async () => {
    const { client } = gateway;
    const restApiId = await made(gateway, openApi({ "/x": { get: mock("") } }));
    const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName: "test" }));
    const { apiSummary } = await client.send(
      new GetDeploymentCommand({ restApiId, deploymentId, embed: ["apisummary"] }),
    );
    expect(apiSummary).toEqual({ "/x": { GET: { authorizationType: "NONE", apiKeyRequired: false } } });
    expect(
      await refusalOf(client.send(new DeleteDeploymentCommand({ restApiId, deploymentId }))),
    ).toMatchObject({
      name: "BadRequestException",
      message: "Active stages pointing to this deployment must be moved or deleted",
    });
    const { $metadata } = await client.send(new DeleteStageCommand({ restApiId, stageName: "test" }));
    expect($metadata.httpStatusCode).toBe(202);
    await client.send(new DeleteDeploymentCommand({ restApiId, deploymentId }));
    expect((await client.send(new GetStagesCommand({ restApiId }))).item).toEqual([]);
  });

  test("what cannot be called cannot be deployed", async () => {
    const { client } = gateway;
    const { id: restApiId, rootResourceId: resourceId } = await client.send(
      new CreateRestApiCommand({ name: "empty" }),
    );
    const deploy = () => refusalOf(client.send(new CreateDeploymentCommand({ restApiId })));
    expect(await deploy()).toMatchObject({
      message: "The REST API doesn't contain any methods",
      status: 400,
    });
    await client.send(
      new PutMethodCommand({ restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" }),
    );
    expect(await deploy()).toMatchObject({ message: "No integration defined for method", status: 400 });
  });

  test("stages: two with one name, and one of no deployment", async () => {
    const { client } = gateway;
    const restApiId = await made(gateway, openApi({ "/x": { get: mock("") } }));
    const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName: "test" }));
    const create = (more: object) =>
      refusalOf(client.send(new CreateStageCommand({ restApiId, stageName: "test", deploymentId, ...more })));
    expect(await create({})).toMatchObject({
      name: "ConflictException",
      message: "Stage already exists",
      status: 409,
    });
    expect(await create({ stageName: "b", deploymentId: "nope" })).toMatchObject({
      message: "Deployment id does not exist",
    });
    expect(await create({ stageName: "a b" })).toMatchObject({
      message: "Stage name only allows a-zA-Z0-9_-",
    });
    expect(await refusalOf(client.send(new GetStageCommand({ restApiId, stageName: "nope" })))).toMatchObject(
      {
        name: "NotFoundException",
        message: "Invalid stage identifier specified",
      },
    );
  });

  test("a canary is rejected, and moves no traffic to its deployment", async () => {
    const { client } = gateway;
    const restApiId = await made(gateway, openApi({ "/x": { get: mock("") } }));
    const stage = { restApiId, stageName: "test" };
    const { deploymentId } = await client.send(new GetStageCommand(stage));
    const canarySettings = { percentTraffic: 50 };
    const refusals = [
      await refusalOf(client.send(new CreateDeploymentCommand({ ...stage, canarySettings }))),
      await refusalOf(
        client.send(new CreateStageCommand({ ...stage, stageName: "b", deploymentId, canarySettings })),
      ),
    ];
    expect(refusals.map(({ message }) => message)).toEqual(
      Array(2).fill("canarySettings are not in the embedded cloud."),
    );
    expect((await client.send(new GetStageCommand(stage))).deploymentId).toBe(deploymentId);
  });
});

describe("GetExport", () => {
  const integration = {
    passthroughBehavior: "when_no_templates",
    requestTemplates: {
      "application/json": '#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")\n{}',
    },
    requestParameters: { "integration.request.header.X-Own": "'1'" },
    timeoutInMillis: 5_000,
    contentHandling: "CONVERT_TO_TEXT",
    credentials: "arn:aws:iam::000000000000:role/r",
    responses: {
      default: { statusCode: "202", responseTemplates: { "application/json": '{"status": "PROCESSING"}' } },
      ".*boom.*": {
        statusCode: "500",
        responseParameters: { "method.response.header.X-Why": "'boom'" },
        responseTemplates: { "application/json": "{}" },
      },
    },
  };
  const responses = {
    "202": { description: "" },
    "500": { description: "", headers: { "X-Why": { schema: { type: "string" } } } },
  };

  test("exports the deployment, so that it can be compared with the live configuration", async () => {
    const restApiId = await made(
      gateway,
      openApi({ "/invoke-lambda": { post: lambda(integration, { responses }) } }),
    );
    const document = await exported(restApiId);
    const {
      uri: _,
      type,
      httpMethod,
      ...seen
    } = document.paths["/invoke-lambda"].post["x-amazon-apigateway-integration"];
    expect([type, httpMethod]).toEqual(["aws", "POST"]);
    expect(seen).toEqual(integration);
    expect(Object.keys(document.paths["/invoke-lambda"].post.responses)).toEqual(["202", "500"]);
    expect(document).toMatchObject({ openapi: "3.0.1", info: { title: "made", version: "1" } });
    expect(document.servers[0].variables.basePath.default).toBe("test");
  });

  test("an import of an export makes the same API", async () => {
    const first = await made(
      gateway,
      openApi(
        {
          "/invoke-lambda": { post: lambda(integration, { responses }) },
          "/{requestId}": {
            get: lambda(
              { responses: { default: { statusCode: "200" } } },
              {
                operationId: "status",
                parameters: [{ name: "verbose", in: "query", required: true, schema: { type: "string" } }],
                responses: {
                  "200": {
                    description: "200 response",
                    content: { "application/json": { schema: { $ref: "#/components/schemas/Status" } } },
                  },
                },
                "x-amazon-apigateway-request-validator": "params",
              },
            ),
          },
        },
        {
          components: {
            schemas: {
              Status: { type: "object", properties: { of: { $ref: "#/components/schemas/Job" } } },
              Job: { type: "string" },
            },
          },
          "x-amazon-apigateway-request-validators": {
            params: { validateRequestParameters: true, validateRequestBody: false },
          },
          "x-amazon-apigateway-gateway-responses": {
            DEFAULT_5XX: {
              statusCode: "503",
              responseParameters: {},
              responseTemplates: { "application/json": "{}" },
            },
          },
          "x-amazon-apigateway-binary-media-types": ["image/png"],
        },
      ),
    );
    const all = "apigateway";
    const second = await made(gateway, await exported(first, "test", all));
    const strip = (document: Record<string, unknown>) => ({ ...document, servers: [] });
    expect(strip(await exported(second, "test", all))).toEqual(strip(await exported(first, "test", all)));
    const at = { restApiId: second, resourceId: await resourceId(second, "/{requestId}"), httpMethod: "GET" };
    expect(await gateway.client.send(new GetMethodCommand(at))).toMatchObject({
      operationName: "status",
      requestParameters: {
        "method.request.path.requestId": true,
        "method.request.querystring.verbose": true,
      },
      methodResponses: { "200": { responseModels: { "application/json": "Status" } } },
    });
  });

  test("swagger is Swagger 2; an unknown type and an unknown stage are rejected", async () => {
    const restApiId = await made(gateway, openApi({ "/x": { get: mock("") } }));
    const ask = (exportType: string, stageName = "test") =>
      gateway.client.send(
        new GetExportCommand({ restApiId, stageName, exportType, accepts: "application/json" }),
      );
    const { body, contentDisposition } = await ask("swagger");
    expect(JSON.parse(Buffer.from(body ?? []).toString())).toMatchObject({
      swagger: "2.0",
      basePath: "/test",
      schemes: ["https"],
    });
    expect(contentDisposition).toBe('attachment; filename="swagger_1.json"');
    expect((await refusalOf(ask("raml"))).status).toBe(400);
    expect(await refusalOf(ask("oas30", "nope"))).toMatchObject({
      message: "Invalid stage identifier specified",
      status: 404,
    });
  });
});
