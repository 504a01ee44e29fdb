import * as sdk from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterEach, expect, test } from "vitest";
import { functionUri, type Gateway, openGateway } from "./gateway.ts";

let gateway: Gateway;
afterEach(() => gateway.close());

/** Creates an API of that type and an integration with that timeout; returns the error, if any. */
async function integrate(type: sdk.EndpointType, timeoutInMillis: number) {
  const { client } = gateway;
  const endpointConfiguration = { types: [type] };
  const { id: restApiId, rootResourceId: resourceId } = await client.send(
    new sdk.CreateRestApiCommand({ name: type, endpointConfiguration }),
  );
  const method = { restApiId, resourceId, httpMethod: "POST" };
  await client.send(new sdk.PutMethodCommand({ ...method, authorizationType: "NONE" }));
  const integration = {
    ...method,
    type: "AWS",
    integrationHttpMethod: "POST",
    uri: functionUri("f"),
  } as const;
  return client.send(new sdk.PutIntegrationCommand({ ...integration, timeoutInMillis }));
}

const refusal = "Timeout should be between 50 ms and 29000 ms";

test("more than 29 s is refused without a raised quota", async () => {
  gateway = await openGateway();
  expect((await refusalOf(integrate("REGIONAL", 29_001))).message).toBe(refusal);
  expect(await integrate("REGIONAL", 29_000)).toMatchObject({ timeoutInMillis: 29_000 });
});

test("a raised quota allows more for Regional and private APIs, up to its own limit", async () => {
  gateway = await openGateway({ integrationTimeoutMillisMax: 60_000 });
  for (const type of ["REGIONAL", "PRIVATE"] as const)
    expect(await integrate(type, 60_000)).toMatchObject({ timeoutInMillis: 60_000 });
  expect((await refusalOf(integrate("REGIONAL", 60_001))).message).toBe(
    "Timeout should be between 50 ms and 60000 ms",
  );
  expect((await refusalOf(integrate("EDGE", 60_000))).message).toBe(refusal);
});

test("a document's integration is checked in the same way", async () => {
  gateway = await openGateway({ integrationTimeoutMillisMax: 60_000 });
  const document = (timeoutInMillis: number) => ({
    openapi: "3.0.1",
    info: { title: "imported", version: "1" },
    paths: {
      "/x": {
        post: {
          responses: {},
          "x-amazon-apigateway-integration": {
            type: "aws",
            httpMethod: "POST",
            uri: functionUri("f"),
            timeoutInMillis,
          },
        },
      },
    },
  });
  const take = (type: string, millis: number) =>
    gateway.client.send(
      new sdk.ImportRestApiCommand({
        body: new TextEncoder().encode(JSON.stringify(document(millis))),
        parameters: { endpointConfigurationTypes: type },
      }),
    );
  expect((await take("REGIONAL", 60_000)).name).toBe("imported");
  expect((await refusalOf(take("EDGE", 60_000))).message).toContain(refusal);
});
