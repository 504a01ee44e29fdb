import * as sdk from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { functionUri, type Gateway, openGateway } from "./gateway.ts";

let gateway: Gateway;
let restApiId = "";
let root = "";

beforeEach(async () => {
  gateway = await openGateway();
  const made = await gateway.client.send(
    new sdk.CreateRestApiCommand({ name: "an API", description: "one" }),
  );
  restApiId = made.id ?? "";
  root = made.rootResourceId ?? "";
});
afterEach(() => gateway.close());

type Patch = [op: sdk.Op, path: string, value?: string];
const patches = (list: Patch[]) => list.map(([op, path, value]) => ({ op, path, value }));

describe("UpdateRestApi", () => {
  const update = (...list: Patch[]) =>
    gateway.client.send(new sdk.UpdateRestApiCommand({ restApiId, patchOperations: patches(list) }));

  test("changes what may be changed", async () => {
    const api = await update(
      ["replace", "/name", "other"],
      ["remove", "/description"],
      ["add", "/binaryMediaTypes/image~1png"],
      ["replace", "/minimumCompressionSize", "10"],
      ["replace", "/endpointConfiguration/types/0", "REGIONAL"],
      ["replace", "/apiKeySource", "AUTHORIZER"],
    );
    expect(api).toMatchObject({
      name: "other",
      binaryMediaTypes: ["image/png"],
      minimumCompressionSize: 10,
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" },
      apiKeySource: "AUTHORIZER",
    });
    expect(api.description).toBeUndefined();
  });

  test("is all or nothing", async () => {
    const refused = await refusalOf(update(["replace", "/name", "other"], ["replace", "/nope", "x"]));
    expect(refused).toMatchObject({
      name: "BadRequestException",
      message: "Invalid patch path /nope",
      status: 400,
    });
    expect((await gateway.client.send(new sdk.GetRestApiCommand({ restApiId }))).name).toBe("an API");
  });

  test("reports all invalid operations", async () => {
    const list = [
      ["wrong", "/name", "x"],
      ["replace", "/name", "y"],
      ["odd", "/name", "z"],
    ] as unknown as Patch[];
    expect(await refusalOf(update(...list))).toEqual({
      name: "ValidationException",
      message:
        "2 validation errors detected: Value 'wrong' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]; Value 'odd' at 'updateRestApiInput.patchOperations.3.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
      status: 400,
    });
  });
});

describe("UpdateResource", () => {
  const create = async (parentId: string, pathPart: string) =>
    (await gateway.client.send(new sdk.CreateResourceCommand({ restApiId, parentId, pathPart }))).id ?? "";
  const update = (resourceId: string, ...list: Patch[]) =>
    gateway.client.send(
      new sdk.UpdateResourceCommand({ restApiId, resourceId, patchOperations: patches(list) }),
    );

  test("renames and moves with all descendants", async () => {
    const a = await create(root, "a");
    const b = await create(a, "b");
    const c = await create(b, "c");
    await update(a, ["replace", "/pathPart", "z"]);
    const path = async (resourceId: string) =>
      (await gateway.client.send(new sdk.GetResourceCommand({ restApiId, resourceId }))).path;
    expect(await path(c)).toBe("/z/b/c");
    await update(b, ["replace", "/parentId", root]);
    expect([await path(b), await path(c)]).toEqual(["/b", "/b/c"]);
    expect((await refusalOf(update(b, ["replace", "/parentId", c]))).message).toBe(
      "Resources cannot be cyclical.",
    );
    expect((await refusalOf(update(root, ["replace", "/pathPart", "x"]))).message).toBe(
      "Root resource cannot update its pathPart.",
    );
    expect((await refusalOf(update(a, ["remove", "/pathPart"]))).message).toBe(
      "Invalid patch path  '/pathPart' specified for op 'remove'. Please choose supported operations",
    );
    expect((await refusalOf(update(b, ["replace", "/pathPart", "z"]))).name).toBe("ConflictException");
  });

  test("DeleteResource deletes the descendants; the root stays", async () => {
    const a = await create(root, "a");
    await create(a, "b");
    const { $metadata } = await gateway.client.send(
      new sdk.DeleteResourceCommand({ restApiId, resourceId: a }),
    );
    expect($metadata.httpStatusCode).toBe(202);
    const { items = [] } = await gateway.client.send(new sdk.GetResourcesCommand({ restApiId }));
    expect(items.map(({ path }) => path)).toEqual(["/"]);
    expect(
      (await refusalOf(gateway.client.send(new sdk.DeleteResourceCommand({ restApiId, resourceId: root }))))
        .status,
    ).toBe(400);
  });
});

describe("methods and integrations", () => {
  const at = () => ({ restApiId, resourceId: root, httpMethod: "POST" });
  beforeEach(async () => {
    const { client } = gateway;
    await client.send(
      new sdk.PutMethodCommand({
        ...at(),
        authorizationType: "NONE",
        requestParameters: { "method.request.header.X-Own": false },
      }),
    );
    await client.send(
      new sdk.PutMethodResponseCommand({
        ...at(),
        statusCode: "200",
        responseParameters: { "method.response.header.X-Own": false },
      }),
    );
    await client.send(
      new sdk.PutIntegrationCommand({
        ...at(),
        type: "AWS",
        integrationHttpMethod: "POST",
        uri: functionUri("f"),
      }),
    );
    await client.send(new sdk.PutIntegrationResponseCommand({ ...at(), statusCode: "200" }));
  });

  test("UpdateMethod", async () => {
    const update = (...list: Patch[]) =>
      gateway.client.send(new sdk.UpdateMethodCommand({ ...at(), patchOperations: patches(list) }));
    const method = await update(
      ["replace", "/apiKeyRequired", "true"],
      ["replace", "/operationName", "start"],
      ["add", "/requestModels/application~1json", "Empty"],
      ["remove", "/requestParameters/method.request.header.X-Own"],
    );
    expect(method).toMatchObject({
      apiKeyRequired: true,
      operationName: "start",
      requestModels: { "application/json": "Empty" },
    });
    expect(method.requestParameters).toBeUndefined();
    expect((await refusalOf(update(["add", "/operationName", "x"]))).message).toBe(
      "Invalid patch operation specified. Must be one of: [replace]",
    );
    expect((await refusalOf(update(["replace", "/requestValidatorId", "x"]))).message).toBe(
      "Invalid Request Validator identifier specified",
    );
  });

  test("UpdateIntegration", async () => {
    const update = (...list: Patch[]) =>
      gateway.client.send(new sdk.UpdateIntegrationCommand({ ...at(), patchOperations: patches(list) }));
    expect(
      await update(
        ["replace", "/passthroughBehavior", "NEVER"],
        ["replace", "/timeoutInMillis", "5000"],
        ["add", "/requestTemplates/application~1json", "{}"],
        ["add", "/requestParameters/integration.request.header.X-Amz-Invocation-Type", "'Event'"],
      ),
    ).toMatchObject({
      passthroughBehavior: "NEVER",
      timeoutInMillis: 5_000,
      requestTemplates: { "application/json": "{}" },
      requestParameters: { "integration.request.header.X-Amz-Invocation-Type": "'Event'" },
    });
    expect((await refusalOf(update(["replace", "/timeoutInMillis", "30000"]))).message).toBe(
      "Timeout should be between 50 ms and 29000 ms",
    );
    expect(
      (await refusalOf(update(["replace", "/uri", "arn:aws:lambda:us-east-1:0:function:f"]))).message,
    ).toBe("AWS ARN for integration must contain path or action");
    const undeclared = update([
      "add",
      "/requestParameters/integration.request.header.b",
      "method.request.querystring.nope",
    ]);
    expect((await refusalOf(undeclared)).message).toBe(
      "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.querystring.nope]",
    );
  });

  test("UpdateIntegrationResponse and UpdateMethodResponse", async () => {
    const { client } = gateway;
    const response = await client.send(
      new sdk.UpdateIntegrationResponseCommand({
        ...at(),
        statusCode: "200",
        patchOperations: patches([
          ["replace", "/selectionPattern", ".*"],
          ["add", "/responseTemplates/application~1json", "{}"],
          ["add", "/responseParameters/method.response.header.X-Own", "'1'"],
        ]),
      }),
    );
    expect(response).toMatchObject({
      selectionPattern: ".*",
      responseTemplates: { "application/json": "{}" },
    });
    const removed = new sdk.UpdateMethodResponseCommand({
      ...at(),
      statusCode: "200",
      patchOperations: patches([["remove", "/responseParameters/nope"]]),
    });
    expect(await refusalOf(client.send(removed))).toMatchObject({
      message: "Invalid parameter name specified",
      status: 404,
    });
  });

  test("deleting returns 204, and a deleted resource is 404", async () => {
    const { client } = gateway;
    const { $metadata } = await client.send(
      new sdk.DeleteIntegrationResponseCommand({ ...at(), statusCode: "200" }),
    );
    expect($metadata.httpStatusCode).toBe(204);
    await client.send(new sdk.DeleteIntegrationCommand(at()));
    expect(await refusalOf(client.send(new sdk.GetIntegrationCommand(at())))).toMatchObject({
      message: "Invalid Integration identifier specified",
      status: 404,
    });
    await client.send(new sdk.DeleteMethodResponseCommand({ ...at(), statusCode: "200" }));
    await client.send(new sdk.DeleteMethodCommand(at()));
    expect(await refusalOf(client.send(new sdk.GetMethodCommand(at())))).toMatchObject({
      message: "Invalid Method identifier specified",
      status: 404,
    });
  });

  test("a method may be put once", async () => {
    const again = gateway.client.send(new sdk.PutMethodCommand({ ...at(), authorizationType: "NONE" }));
    expect(await refusalOf(again)).toMatchObject({
      name: "ConflictException",
      message: "Method already exists for this resource",
      status: 409,
    });
  });
});

describe("models, validators, gateway responses", () => {
  test("an API begins with two models; one that is used cannot be deleted", async () => {
    const { client } = gateway;
    const { items = [] } = await client.send(new sdk.GetModelsCommand({ restApiId }));
    expect(items.map(({ name }) => name).sort()).toEqual(["Empty", "Error"]);
    await client.send(
      new sdk.CreateModelCommand({
        restApiId,
        name: "Job",
        contentType: "application/json",
        schema: '{"type": "object"}',
      }),
    );
    await client.send(
      new sdk.PutMethodCommand({
        restApiId,
        resourceId: root,
        httpMethod: "POST",
        authorizationType: "NONE",
        requestModels: { "application/json": "Job" },
      }),
    );
    const remove = () => client.send(new sdk.DeleteModelCommand({ restApiId, modelName: "Job" }));
    expect((await refusalOf(remove())).message).toBe(
      "Cannot delete model 'Job', is referenced in method request: //POST",
    );
    await client.send(new sdk.DeleteMethodCommand({ restApiId, resourceId: root, httpMethod: "POST" }));
    await remove();
  });

  test("a deleted gateway response reverts to AWS's default", async () => {
    const { client } = gateway;
    const at = { restApiId, responseType: "THROTTLED" as const };
    await client.send(new sdk.PutGatewayResponseCommand({ ...at, statusCode: "503" }));
    await client.send(
      new sdk.UpdateGatewayResponseCommand({
        ...at,
        patchOperations: patches([["add", "/responseParameters/gatewayresponse.header.Retry-After", "'1'"]]),
      }),
    );
    const set = await client.send(new sdk.GetGatewayResponseCommand(at));
    expect(set).toMatchObject({
      statusCode: "503",
      defaultResponse: false,
      responseParameters: { "gatewayresponse.header.Retry-After": "'1'" },
    });
    await client.send(new sdk.DeleteGatewayResponseCommand(at));
    expect(await client.send(new sdk.GetGatewayResponseCommand(at))).toMatchObject({
      statusCode: "429",
      defaultResponse: true,
    });
  });
});

describe("lists", () => {
  test("come in pages", async () => {
    const { client } = gateway;
    for (const name of ["b", "c"]) await client.send(new sdk.CreateRestApiCommand({ name }));
    const first = await client.send(new sdk.GetRestApisCommand({ limit: 2 }));
    const second = await client.send(new sdk.GetRestApisCommand({ limit: 2, position: first.position }));
    expect([...(first.items ?? []), ...(second.items ?? [])].map(({ name }) => name)).toEqual([
      "an API",
      "b",
      "c",
    ]);
    expect(second.position).toBeUndefined();
  });
});
