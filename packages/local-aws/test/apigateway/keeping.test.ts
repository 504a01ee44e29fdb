import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetAccountCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
} from "@aws-sdk/client-api-gateway";
import { refusalOf } from "@long-running-api/test-support/refusal";
import { expect, test } from "vitest";
import { type Gateway, openGateway } from "./gateway.ts";
import { made, mock, openApi } from "./make.ts";

async function withGateway<T>(
  body: (gateway: Gateway) => Promise<T>,
  options: Parameters<typeof openGateway>[0] = {},
): Promise<T> {
  const gateway = await openGateway(options);
  try {
    return await body(gateway);
  } finally {
    await gateway.close();
  }
}

test("an API is still deployed after the cloud is closed and reopened", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "gateway-"));
  const file = path.join(folder, "aws.db");
  try {
    const restApiId = await withGateway(
      (gateway) => made(gateway, openApi({ "/x": { get: mock("still here") } })),
      { file },
    );
    await withGateway(
      async (gateway) => {
        expect((await gateway.client.send(new GetRestApiCommand({ restApiId }))).createdDate).toBeInstanceOf(
          Date,
        );
        expect(await (await fetch(gateway.url(restApiId, "test", "/x"))).text()).toBe("still here");
      },
      { file },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("regions do not see each other's APIs, but calls reach each", async () => {
  await withGateway(async (gateway) => {
    const restApiId = await made(
      { ...gateway, client: gateway.region("eu-west-1") },
      openApi({ "/x": { get: mock("$context.domainName") } }),
    );
    expect((await gateway.client.send(new GetRestApisCommand({}))).items).toEqual([]);
    expect((await refusalOf(gateway.client.send(new GetRestApiCommand({ restApiId })))).message).toBe(
      `Invalid API identifier specified 000000000000:${restApiId}`,
    );
    expect(await (await fetch(gateway.url(restApiId, "test", "/x"))).text()).toBe(
      `${restApiId}.execute-api.eu-west-1.amazonaws.com`,
    );
  });
});

test("tags of APIs and stages", async () => {
  await withGateway(async ({ client, ...gateway }) => {
    const restApiId = await made({ client, ...gateway }, openApi({ "/x": { get: mock("") } }));
    const api = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`;
    for (const resourceArn of [api, `${api}/stages/test`]) {
      await client.send(new TagResourceCommand({ resourceArn, tags: { learner: "ada", course: "1" } }));
      const { $metadata } = await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["course"] }));
      expect($metadata.httpStatusCode).toBe(204);
      expect((await client.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ learner: "ada" });
    }
    expect((await client.send(new GetRestApiCommand({ restApiId }))).tags).toEqual({ learner: "ada" });
    const ask = (resourceArn: string) => refusalOf(client.send(new GetTagsCommand({ resourceArn })));
    expect((await ask("invalid-arn")).message).toBe("Invalid ARN. ARN is not well formed invalid-arn");
    expect((await ask(`${api}x`)).status).toBe(404);
  });
});

test("the account names the role for its logs", async () => {
  await withGateway(async ({ client }) => {
    const value = "arn:aws:iam::000000000000:role/logs";
    const patchOperations = [{ op: "replace" as const, path: "/cloudwatchRoleArn", value }];
    await client.send(new UpdateAccountCommand({ patchOperations }));
    expect(await client.send(new GetAccountCommand({}))).toMatchObject({
      cloudwatchRoleArn: value,
      throttleSettings: { burstLimit: 5_000, rateLimit: 10_000 },
    });
  });
});

test("with quotas a second delete must wait 30 s", async () => {
  let millis = Date.now();
  await withGateway(
    async ({ client }) => {
      const create = () =>
        client.send(new CreateRestApiCommand({ name: "n", endpointConfiguration: { types: ["REGIONAL"] } }));
      const { id: first } = await create();
      millis += 3_000;
      const { id: second } = await create();
      await client.send(new DeleteRestApiCommand({ restApiId: first }));
      const remove = client.send(new DeleteRestApiCommand({ restApiId: second }));
      await expect(remove).rejects.toMatchObject({
        name: "TooManyRequestsException",
        retryAfterSeconds: "30",
        $metadata: { httpStatusCode: 429 },
      });
      millis += 30_000;
      await client.send(new DeleteRestApiCommand({ restApiId: second }));
    },
    { quotas: true, now: () => new Date(millis) },
  );
});

test("an unsupported action is reported with the supported ones", async () => {
  const { GetSdkTypesCommand } = await import("@aws-sdk/client-api-gateway");
  await withGateway(async ({ client }) => {
    const { message, status } = await refusalOf(client.send(new GetSdkTypesCommand({})));
    expect(status).toBe(501);
    expect(message).toMatch(/apigateway:GetSdkTypes is not in the embedded cloud.*CreateRestApi/);
  });
});
