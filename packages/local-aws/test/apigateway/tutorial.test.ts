import {
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functionUri, type Gateway, ok, openGateway, queued } from "./gateway.ts";

// The tutorial's API, call by call as its steps make it.
describe("the tutorial's API", () => {
  let gateway: Gateway;
  let apiId = "";

  beforeAll(async () => {
    gateway = await openGateway();
    apiId = await makeApi(gateway);
  });
  afterAll(() => gateway.close());

  test("POST is asynchronous: the function is called as an event, the client gets the template's 202 at once", async () => {
    gateway.answer(queued);
    gateway.invocations.length = 0;
    const response = await fetch(gateway.url(apiId, "test", "/invoke-lambda"), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ requestId: "12345" }),
    });
    expect(response.status).toBe(202);
    // The printed template doubles the quotes: an empty payload has no $.body.requestId.
    expect(await response.text()).toBe('{\n"requestId": """",\n"status": "PROCESSING"\n}');
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("x-amzn-trace-id")).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/);
    expect(gateway.invocations).toHaveLength(1);
    const [invocation] = gateway.invocations;
    expect(invocation).toMatchObject({
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
      invocationType: "Event",
      sourceArn: `arn:aws:execute-api:us-east-1:000000000000:${apiId}/test/POST/invoke-lambda`,
    });
    expect(JSON.parse(invocation?.payload.toString() ?? "")).toEqual({
      action: "invoke",
      requestId: "12345",
    });
  });

  test("GET passes the path's id to the function and its response to the client", async () => {
    const answer = { statusCode: 200, body: '{"status":"COMPLETED"}' };
    gateway.answer(() => ok(JSON.stringify(answer)));
    const response = await fetch(gateway.url(apiId, "test", "/12345"));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(answer);
    expect(JSON.parse(gateway.invocations.at(-1)?.payload.toString() ?? "")).toEqual({
      action: "status",
      requestId: "12345",
    });
  });

  test("an unknown path is 403, as on AWS", async () => {
    const response = await fetch(gateway.url(apiId, "test", "/a/b"));
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(await response.text()).toBe('{"message":"Missing Authentication Token"}');
  });

  test("the API is found, listed with its methods, and deleted", async () => {
    const { items = [] } = await gateway.client.send(
      new GetResourcesCommand({ restApiId: apiId, embed: ["methods"] }),
    );
    expect(items.map(({ path }) => path).sort()).toEqual(["/", "/invoke-lambda", "/{requestId}"]);
    expect(
      items.find(({ path }) => path === "/invoke-lambda")?.resourceMethods?.["POST"]?.methodIntegration?.type,
    ).toBe("AWS");
    const doomed = await makeApi(gateway);
    await gateway.client.send(new DeleteRestApiCommand({ restApiId: doomed }));
    const { items: apis = [] } = await gateway.client.send(new GetRestApisCommand({}));
    expect(apis.map(({ id }) => id)).toEqual([apiId]);
    expect((await fetch(gateway.url(doomed, "test", "/1"))).status).toBe(403);
  });
});

async function makeApi({ client }: Gateway): Promise<string> {
  const { id: restApiId, rootResourceId: parentId } = await client.send(
    new CreateRestApiCommand({ name: "LongRunningAPI", endpointConfiguration: { types: ["REGIONAL"] } }),
  );
  const method = async (
    pathPart: string,
    httpMethod: string,
    statusCode: string,
    request: string,
    response?: string,
  ) => {
    const { id: resourceId } = await client.send(
      new CreateResourceCommand({ restApiId, parentId, pathPart }),
    );
    const at = { restApiId, resourceId, httpMethod };
    await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
    await client.send(
      new PutMethodResponseCommand({
        ...at,
        statusCode,
        responseParameters: { "method.response.header.Content-Type": false },
        responseModels: { "application/json": "Empty" },
      }),
    );
    await client.send(
      new PutIntegrationCommand({
        ...at,
        type: "AWS",
        integrationHttpMethod: "POST",
        uri: functionUri("f"),
        requestTemplates: { "application/json": request },
        passthroughBehavior: "WHEN_NO_TEMPLATES",
      }),
    );
    await client.send(
      new PutIntegrationResponseCommand({
        ...at,
        statusCode,
        ...(response ? { responseTemplates: { "application/json": response } } : {}),
      }),
    );
  };
  await method(
    "invoke-lambda",
    "POST",
    "202",
    `#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")\n\n{\n"action": "invoke",\n"requestId": "$input.path('$.requestId')"\n}`,
    `{\n"requestId": "$input.json('$.body.requestId')",\n"status": "PROCESSING"\n}`,
  );
  await method(
    "{requestId}",
    "GET",
    "200",
    `{\n"action": "status",\n"requestId": "$input.params('requestId')"\n}`,
  );
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "test" }));
  return restApiId ?? "";
}
