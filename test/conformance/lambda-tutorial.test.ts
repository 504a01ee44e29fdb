import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateFunctionCommand, InvokeCommand, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { functionCode } from "../../steps/02-lambda/code.ts";
import { pythonWith } from "../support/programs.ts";
import { type LambdaBench, openLambda, roleArn, wait } from "./lambda-bench.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 }); // functions start slowly on a busy machine

const TableName = "lambda-invocation-status";
const variants = ["node", "python"] as const;
const { why } = pythonWith(["boto3"]);
let bench: LambdaBench;

beforeAll(async () => {
  bench = await openLambda();
  const dynamodb = new DynamoDBClient(bench.services.client());
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: dynamodb, ...wait }, { TableName });
  const Item = {
    requestId: { S: "by hand" },
    status: { S: "COMPLETED" },
    attempts: { N: "3" },
    late: { BOOL: true },
  };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  for (const variant of variants) {
    const { zip, runtime: Runtime, handler: Handler } = await functionCode[variant]();
    const common = { Role: roleArn, Runtime, Handler, Code: { ZipFile: zip }, Timeout: 10 };
    const make = async (FunctionName: string, Variables: Record<string, string>) => {
      await bench.client.send(
        new CreateFunctionCommand({ ...common, FunctionName, Environment: { Variables } }),
      );
      await waitUntilFunctionActiveV2({ client: bench.client, ...wait }, { FunctionName });
    };
    await make(variant, { PROCESSING_SECONDS: "0" });
    await make(`${variant}-without-table`, { TABLE_NAME: "missing" });
  }
});
afterAll(() => bench.close());
beforeEach(({ task, skip }) => skip(why !== undefined && /python|both/.test(task.fullName), why));

/** What a function answers, without what depends on its language. */
async function answer(FunctionName: string, event: unknown): Promise<Record<string, unknown>> {
  const { Payload, FunctionError } = await bench.client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  const {
    trace: _1,
    stackTrace: _2,
    requestId: _3,
    ...told
  } = JSON.parse(Payload?.transformToString() ?? "") as Record<string, unknown>;
  return { ...told, FunctionError };
}

describe.each(variants)("the tutorial's function in %s", (variant) => {
  it("notes PROCESSING, works, notes COMPLETED, and logs each change", async () => {
    const requestId = `${variant} "é" 1`;
    const status = () => answer(variant, { action: "status", requestId });
    const unknown = { statusCode: 404, body: '{"status":"NOT_FOUND"}', FunctionError: undefined };
    expect(await status()).toEqual(unknown);
    const invoked = answer(variant, { action: "invoke", requestId });
    const processing = JSON.stringify({ requestId, status: "PROCESSING" });
    await expect
      .poll(status, { timeout: 10_000 })
      .toEqual({ statusCode: 200, body: processing, FunctionError: undefined });
    expect(await invoked).toEqual({ statusCode: 202, body: processing, FunctionError: undefined });
    expect((await status())["body"]).toBe(JSON.stringify({ requestId, status: "COMPLETED" }));
    const logged = bench.log
      .filter(({ logGroup }) => logGroup === `/aws/lambda/${variant}`)
      .flatMap(({ events }) => events.map(({ message }) => message))
      .filter((message) => message.includes(JSON.stringify(requestId)));
    expect(logged).toHaveLength(2);
    expect(logged[0]).toContain(`requestId ${JSON.stringify(requestId)}: PROCESSING`);
    expect(logged[1]).toContain(`requestId ${JSON.stringify(requestId)}: COMPLETED`);
  });

  it("says what is wrong when the table is missing, and does not swallow it", async () => {
    const { errorType, FunctionError } = await answer(`${variant}-without-table`, {
      action: "invoke",
      requestId: "1",
    });
    expect(FunctionError).toBe("Unhandled");
    expect(errorType).toBe("ResourceNotFoundException");
  });
});

it.each([
  [{ action: "status", requestId: "by hand" }],
  [{ action: "status", requestId: "" }],
  [{ action: "status", requestId: 5 }],
  [{ action: "status" }],
  [{ requestId: "1" }],
  [{ action: null, requestId: "1" }],
  [{ action: "öffnen", requestId: "1" }],
  [{ action: ["invoke", { a: 1 }], requestId: "1" }],
  [null],
  ["text"],
  [[1, 2]],
  [{}],
])("both variants answer the same to %j", async (event) => {
  const [node, python] = await Promise.all(variants.map((variant) => answer(variant, event)));
  expect(node).toEqual(python);
  expect(node).toSatisfy(
    (it: Record<string, unknown>) => it["statusCode"] === 200 || it["errorType"] === "BadRequest",
  );
});
