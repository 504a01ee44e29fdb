import { readFileSync } from "node:fs";
import path from "node:path";
import { APIGatewayClient, CreateApiKeyCommand, CreateUsagePlanCommand } from "@aws-sdk/client-api-gateway";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateFunctionCommand, DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { projectFolder } from "@long-running-api/test-support/project";
import { zip } from "@long-running-api/test-support/zip";
import { describe, expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { nothing, whatIsThere } from "../support/what-is-there.ts";

interface Policy {
  Version: string;
  Statement: { Sid: string }[];
}

const recommended = JSON.parse(
  readFileSync(path.join(projectFolder, "docs", "learner-policy.json"), "utf8"),
) as Policy;

interface Learner extends TestCloud {
  /** The learner's own access; `access` is the administrator's. */
  own: TestCloud["access"];
}

/** A cloud with a learner under that policy, and the learner's shell. */
async function openLearner(policy: Policy): Promise<Learner> {
  const shell = await openTestCloud();
  const iam = new IAMClient(shell.access);
  const UserName = "learner";
  await iam.send(new CreateUserCommand({ UserName }));
  const { Policy: made } = await iam.send(
    new CreatePolicyCommand({ PolicyName: "tutorial", PolicyDocument: JSON.stringify(policy) }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: made?.Arn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  Object.assign(shell.env, {
    AWS_ENDPOINT_URL: shell.cloud.aws,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CONDUCTOR_SERVER_URL: shell.cloud.conductor,
    TARGET: "oss",
  });
  return { ...shell, own: { ...shell.access, credentials } };
}

const steps = ["steps", "--processing-seconds", "1"];
const reset = ["instructor", "reset", "--yes"];

describe("a learner with the rights of docs/learner-policy.json", () => {
  test("does the whole tutorial, passes the checks, and leaves nothing", { timeout: 120_000 }, async () => {
    const learner = await openLearner(recommended);
    try {
      const did = await learner.run(steps);
      expect(did.code, did.stdout + did.stderr).toBe(0);
      const again = await learner.run(["steps/02-lambda", "--processing-seconds", "2"]); // a change, too
      expect(again.code, again.stdout + again.stderr).toBe(0);
      expect(notPassed(await checked(learner, ["checks"]))).toEqual([]);
      await refusesTheRest(learner);
      const cleared = await learner.run(reset);
      expect(cleared.code, cleared.stdout + cleared.stderr).toBe(0);
      expect(await whatIsThere(learner)).toEqual({ ...nothing, roles: ["lr-of-somebody", "somebody"] });
    } finally {
      await learner.close();
    }
  });

  test.each(recommended.Statement.map(({ Sid }) => Sid))(
    "needs the statement %s",
    {
      timeout: 120_000,
    },
    async (without) => {
      const less = { ...recommended, Statement: recommended.Statement.filter(({ Sid }) => Sid !== without) };
      const learner = await openLearner(less);
      try {
        const codes: (number | null)[] = [];
        for (const words of [steps, ["checks"], reset]) {
          if (!codes.some((code) => code !== 0)) codes.push((await learner.run(words)).code);
        }
        expect(codes.at(-1), "steps, checks and reset all went well").not.toBe(0);
        const refused = learner.cloud
          .journal(0)
          .filter(({ error }) => typeof error === "string" && /is not authorized to perform/.test(error));
        expect(refused).not.toEqual([]);
      } finally {
        await learner.close();
      }
    },
  );
});

/** Actions beyond the tutorial: other tables, functions and roles, and any that would give more permissions. */
async function refusesTheRest({ own, access }: Learner): Promise<void> {
  const administrator = new IAMClient(access);
  const trust = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  });
  for (const RoleName of ["somebody", "lr-of-somebody"])
    await administrator.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const dynamodb = new DynamoDBClient(own);
  const iam = new IAMClient(own);
  const lambda = new LambdaClient(own);
  const gateway = new APIGatewayClient(own);
  const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
  const table = {
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" as const }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
    BillingMode: "PAY_PER_REQUEST" as const,
  };
  const code = {
    Runtime: "nodejs22.x" as const,
    Handler: "index.handler",
    Code: { ZipFile: zip({ "index.js": "" }) },
  };
  const calls: Record<string, () => Promise<unknown>> = {
    "make another table": () => dynamodb.send(new CreateTableCommand({ TableName: "other", ...table })),
    "write into the tutorial's": () =>
      dynamodb.send(
        new PutItemCommand({ TableName: "lambda-invocation-status", Item: { requestId: { S: "1" } } }),
      ),
    "read another table": () => dynamodb.send(new ScanCommand({ TableName: "other" })),
    "delete another table": () => dynamodb.send(new DeleteTableCommand({ TableName: "other" })),
    "make a user": () => iam.send(new CreateUserCommand({ UserName: "me-too" })),
    "make keys for the administrator": () =>
      iam.send(new CreateAccessKeyCommand({ UserName: "administrator" })),
    "write a policy for oneself": () =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: "learner",
          PolicyName: "more",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
          }),
        }),
      ),
    "make a role with another name": () =>
      iam.send(new CreateRoleCommand({ RoleName: "other", AssumeRolePolicyDocument: trust })),
    "delete somebody's role": () => iam.send(new DeleteRoleCommand({ RoleName: "somebody" })),
    "let oneself into a role": () =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: "lr-of-somebody",
          PolicyDocument: trust.replace(`{"Service":"lambda.amazonaws.com"}`, `{"AWS":"000000000000"}`),
        }),
      ),
    "give a role everything": () =>
      iam.send(
        new AttachRolePolicyCommand({
          RoleName: "lr-of-somebody",
          PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
        }),
      ),
    "make another function": () =>
      lambda.send(
        new CreateFunctionCommand({ FunctionName: "other", Role: role("lr-of-somebody"), ...code }),
      ),
    "run a function as somebody": () =>
      lambda.send(
        new CreateFunctionCommand({ FunctionName: "long-running-api-2", Role: role("somebody"), ...code }),
      ),
    "delete another function": () => lambda.send(new DeleteFunctionCommand({ FunctionName: "other" })),
    "make an API key": () => gateway.send(new CreateApiKeyCommand({ name: "mine" })),
    "make a usage plan": () => gateway.send(new CreateUsagePlanCommand({ name: "mine" })),
  };
  for (const [what, call] of Object.entries(calls)) {
    const outcome = await call().then(
      () => "done",
      (error: Error) => error.name,
    );
    expect(outcome, what).toMatch(/^AccessDenied(Exception)?$/);
  }
}
