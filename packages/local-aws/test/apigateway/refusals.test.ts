import {
  CreateRestApiCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { functionUri, type Gateway, openGateway } from "./gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

async function method(): Promise<{ restApiId: string; resourceId: string; httpMethod: string }> {
  const { client } = gateway;
  const { id = "", rootResourceId = "" } = await client.send(new CreateRestApiCommand({ name: "refusals" }));
  const at = { restApiId: id, resourceId: rootResourceId, httpMethod: "GET" };
  await client.send(new PutMethodCommand({ ...at, authorizationType: "NONE" }));
  return at;
}

const conversion =
  "failed to satisfy constraint: Member must satisfy enum value set: [CONVERT_TO_BINARY, CONVERT_TO_TEXT]";

test("an unknown contentHandling", async () => {
  const at = await method();
  const contentHandling = "BASE64" as "CONVERT_TO_TEXT";
  const integration = { ...at, type: "MOCK" as const };
  expect(
    await refusalOf(gateway.client.send(new PutIntegrationCommand({ ...integration, contentHandling }))),
  ).toMatchObject({
    name: "ValidationException",
    message: `1 validation error detected: Value 'BASE64' at 'putIntegrationInput.contentHandling' ${conversion}`,
  });
  await gateway.client.send(new PutIntegrationCommand(integration));
  const response = { ...at, statusCode: "200", contentHandling };
  expect(
    (await refusalOf(gateway.client.send(new PutIntegrationResponseCommand(response)))).message,
  ).toContain(conversion);
});

test("a function is called with a valid HTTP method", async () => {
  const call = { ...(await method()), type: "AWS" as const, uri: functionUri("f") };
  expect(
    await refusalOf(
      gateway.client.send(new PutIntegrationCommand({ ...call, integrationHttpMethod: "INVOKE" })),
    ),
  ).toMatchObject({
    name: "BadRequestException",
    message: "Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY",
  });
});

test("a pattern selects one response; the response itself may be put again", async () => {
  const at = await method();
  const { client } = gateway;
  await client.send(new PutIntegrationCommand({ ...at, type: "MOCK" }));
  const put = (statusCode: string, selectionPattern?: string) =>
    client.send(new PutIntegrationResponseCommand({ ...at, statusCode, selectionPattern }));
  await put("500", ".+");
  await put("500", ".+");
  expect(await refusalOf(put("502", ".+"))).toMatchObject({
    name: "ConflictException",
    message: "Integration response with selection pattern .+ already exists",
  });
  await put("200");
  await put("200", "");
  expect(await refusalOf(put("202", ""))).toMatchObject({ status: 409 });
});

test("an API cannot be cloned", async () => {
  const { restApiId: cloneFrom } = await method();
  expect(
    (await refusalOf(gateway.client.send(new CreateRestApiCommand({ name: "clone", cloneFrom })))).message,
  ).toBe("cloneFrom is not in the embedded cloud.");
});
