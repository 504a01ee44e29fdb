import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  APIGatewayClient,
  GetRestApisCommand,
  UntagResourceCommand as UntagApi,
} from "@aws-sdk/client-api-gateway";
import { DynamoDBClient, UntagResourceCommand as UntagTable } from "@aws-sdk/client-dynamodb";
import { LambdaClient, UntagResourceCommand as UntagFunction } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { whatIsThere } from "../support/what-is-there.ts";

test("an API that someone built by hand in the account is not taken for a learner's", {
  timeout: 120_000,
}, async () => {
  const shell = await openTestCloud();
  const folder = mkdtempSync(path.join(os.tmpdir(), "class-"));
  try {
    const roster = path.join(folder, "class.csv");
    writeFileSync(roster, "name\nAnn\n");
    const quick = ["--processing-seconds", "1"];
    expect((await shell.run(["instructor", "solve", "03-api", ...quick])).code).toBe(0);
    await removeTags(shell);
    const { stdout, stderr } = await shell.run([
      ...["instructor", "solve", "02-lambda", "--roster", roster, "--json"],
      ...quick,
    ]);
    expect(JSON.parse(stdout), stderr).toMatchObject({ learners: [{ learner: "ann", outcome: "done" }] });
    expect((await whatIsThere(shell)).functions).toContain("long-running-api-ann");
  } finally {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Resources that are made in the console have no tags. */
async function removeTags({ access }: TestCloud): Promise<void> {
  const TagKeys = ["tutorial", "learner"];
  const gateway = new APIGatewayClient(access);
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  const place = "us-east-1:000000000000";
  await gateway.send(
    new UntagApi({
      resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${items[0]?.id}`,
      tagKeys: TagKeys,
    }),
  );
  await new DynamoDBClient(access).send(
    new UntagTable({ ResourceArn: `arn:aws:dynamodb:${place}:table/lambda-invocation-status`, TagKeys }),
  );
  await new LambdaClient(access).send(
    new UntagFunction({ Resource: `arn:aws:lambda:${place}:function:long-running-api`, TagKeys }),
  );
}
