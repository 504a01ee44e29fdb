import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { expect, test, vi } from "vitest";
import { serveAws } from "../src/serve.ts";
import type { WireRequest } from "../src/wire/wire.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

test("requests that are being handled end before the storage closes; later ones are refused", async () => {
  const logged = vi.spyOn(console, "error");
  const { aws, url, close } = await serveAws();
  const client = new DynamoDBClient({ endpoint: url, region: "us-east-1", credentials });
  await client.send(
    new CreateTableCommand({
      TableName: "orders",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists(
    { client, minDelay: 0.05, maxDelay: 0.1, maxWaitTime: 30 },
    { TableName: "orders" },
  );
  const id = { id: { S: "1" } };
  const requests: WireRequest[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      requests.push(wireOf(args.request as HttpRequest));
      return await next(args);
    },
    { step: "finalizeRequest", priority: "low" }, // signed
  );
  await client.send(new PutItemCommand({ TableName: "orders", Item: id }));
  await client.send(new GetItemCommand({ TableName: "orders", Key: id }));
  const answers = [...requests, ...requests].map((request) => aws.handle(request));
  await close();
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await aws.handle(requests[0] as WireRequest)).status).toBe(503);
  expect(aws.journal.since(0).filter(({ kind }) => kind === "bug")).toEqual([]);
  expect(logged).not.toHaveBeenCalled();
  client.destroy();
});

type HttpRequest = { method: string; path: string; headers: Record<string, string>; body: Uint8Array };

function wireOf({ method, path, headers, body }: HttpRequest): WireRequest {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method,
    path,
    query: new URLSearchParams(),
    headers: Object.fromEntries(lower),
    body: Buffer.concat([body]),
  };
}
