import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { connectConductor } from "@long-running-api/conductor/client";
import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checks } from "../../../checks/all.ts";
import { runOf } from "../../../checks/engine/run.ts";
import { openTestCloud, type TestCloud } from "../../support/cloud.ts";
import { type LearnerPractice, openLearnerPractice } from "./practice.ts";

// If a probe cannot run, the check reports `unknown`, exit code 2, with its own message.

let cloud: TestCloud;
let practice: LearnerPractice;

beforeAll(async () => {
  cloud = await openTestCloud();
  practice = await openLearnerPractice(cloud, "looking");
  await practice.solve("04-workflow");
});
afterAll(() => cloud.close());

/** Runs the checks as a user with only these permissions. */
async function lookAs(allowed: readonly string[], steps: readonly StepId[]) {
  const iam = new IAMClient(cloud.access);
  const UserName = `looker-${Math.random().toString(36).slice(2)}`;
  await iam.send(new CreateUserCommand({ UserName }));
  const Statement = [{ Effect: "Allow", Action: allowed, Resource: "*" }];
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  return await lookWith({ aws: { ...practice.target.aws, credentials } }, steps);
}

async function lookWith(change: Partial<Target>, steps: readonly StepId[]) {
  const report = await runOf(checks, {
    target: { ...practice.target, ...change },
    names: practice.names,
    steps,
  });
  const of = (status: string) => report.checks.filter((check) => check.status === status);
  return { ...report, failed: of("fail"), unknown: of("unknown"), passed: of("pass") };
}

const reads = [
  "dynamodb:Describe*",
  "dynamodb:List*",
  "dynamodb:Scan",
  "dynamodb:DeleteItem",
  "lambda:Get*",
  "lambda:List*",
  "lambda:InvokeFunction",
  "apigateway:GET",
];

test("a user without access to IAM sees that; the rest is judged, including the function's behavior", async () => {
  const { failed, unknown, passed, exitCode } = await lookAs(reads, ["01-table", "02-lambda", "03-api"]);
  expect(failed).toEqual([]);
  expect(unknown.map(({ id }) => id)).toEqual(["02-lambda/role"]);
  expect(unknown[0]?.observed).toMatch(/lacks a permission.*iam:GetRole/);
  expect(passed.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["02-lambda/answers", "03-api/get-completed"]),
  );
  expect(exitCode).toBe(2);
}, 30_000);

test("without permission for the policy simulator, the policies are read instead", async () => {
  const iam = [
    "iam:GetRole",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:GetRolePolicy",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
  ];
  const { failed, unknown, exitCode } = await lookAs([...reads, ...iam], ["02-lambda"]);
  expect([...failed, ...unknown]).toEqual([]);
  expect(exitCode).toBe(0);
});

test("a user who may not delete the probe request's item sees its id in the passing verdict", async () => {
  const { checks: all } = await lookAs(
    [...reads.filter((action) => action !== "dynamodb:DeleteItem"), "iam:*"],
    ["03-api"],
  );
  expect(all.at(-1)).toMatchObject({
    id: "03-api/get-completed",
    status: "pass",
    remarks: [expect.stringMatching(/item of the probe request check-\S+ could not be deleted/)],
  });
}, 30_000);

test("a user without permission for any service", async () => {
  const { failed, unknown, passed, exitCode } = await lookAs(
    ["sts:GetCallerIdentity"],
    ["01-table", "02-lambda", "03-api"],
  );
  expect([...failed, ...passed]).toEqual([]);
  expect(unknown.map(({ id }) => id)).toEqual(["01-table/exists", "02-lambda/exists", "03-api/exists"]);
  expect(exitCode).toBe(2);
});

test("an unknown key", async () => {
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wrong" };
  const { unknown, failed } = await lookWith({ aws: { ...practice.target.aws, credentials } }, ["01-table"]);
  expect(failed).toEqual([]);
  expect(unknown).toMatchObject([{ observed: expect.stringMatching(/key in use is not valid/) }]);
});

test("a cloud that is down", async () => {
  const down = "http://127.0.0.1:9"; // discard: nothing listens there
  const change = {
    aws: { ...practice.target.aws, endpoint: down, maxAttempts: 1 },
    title: `the embedded cloud at ${down}`,
  };
  const { unknown, failed, exitCode } = await lookWith(change, ["01-table"]);
  expect(failed).toEqual([]);
  expect(unknown).toMatchObject([
    {
      observed: expect.stringMatching(/No answer from/),
      hint: expect.stringContaining("npx tsx local status"),
    },
  ]);
  expect(exitCode).toBe(2);
});

test("a Conductor server that is down, and a server that is not Conductor", async () => {
  for (const [serverUrl, observed] of [
    ["http://127.0.0.1:9/api", /No answer from Conductor at/],
    [`${cloud.cloud.aws}/elsewhere`, /403|Conductor answered with/],
  ] as const) {
    const { unknown, failed } = await lookWith(
      { conductorUrl: serverUrl, conductor: () => connectConductor({ serverUrl }) },
      ["04-workflow"],
    );
    expect(failed).toEqual([]);
    expect(unknown).toMatchObject([
      { id: "04-workflow/registered", observed: expect.stringMatching(observed) },
    ]);
  }
}, 30_000);

test("a Conductor server that requires a key", async () => {
  const guarded = await openTestCloud({ conductorKey: { keyId: "k", keySecret: "s" } });
  try {
    for (const [keySecret, observed] of [
      ["wrong", /401/],
      [undefined, /401/],
    ] as const) {
      const { unknown } = await lookWith(
        {
          conductorUrl: guarded.cloud.conductor,
          conductor: () =>
            connectConductor({ serverUrl: guarded.cloud.conductor, keyId: keySecret && "k", keySecret }),
        },
        ["04-workflow"],
      );
      expect(unknown).toMatchObject([
        { observed: expect.stringMatching(observed), hint: expect.stringMatching(/access key/) },
      ]);
    }
  } finally {
    await guarded.close();
  }
}, 30_000);

test("two functions of the same use, two APIs that fit, are listed; naming one decides", async () => {
  const other = await openLearnerPractice(cloud, "other");
  await other.solve("03-api");
  // Without tags the owner is unknown: both could belong to anyone.
  const { gateway, lambda } = practice;
  const { UntagResourceCommand, GetRestApisCommand } = await import("@aws-sdk/client-api-gateway");
  const { GetFunctionCommand, UntagResourceCommand: UntagFunctionCommand } = await import(
    "@aws-sdk/client-lambda"
  );
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  for (const { id } of items)
    await gateway.send(
      new UntagResourceCommand({
        resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${id}`,
        tagKeys: ["tutorial", "learner"],
      }),
    );
  for (const { names } of [practice, other]) {
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: names.function }));
    await lambda.send(
      new UntagFunctionCommand({ Resource: Configuration?.FunctionArn, TagKeys: ["tutorial", "learner"] }),
    );
  }
  const unnamed = {
    ...practice.names,
    learner: undefined,
    api: "long-running-api",
    function: "long-running-api",
  };
  const look = (chosen: object) =>
    runOf(checks, { target: practice.target, names: { ...unnamed, chosen }, steps: ["03-api"] });
  const { checks: all, exitCode } = await look({});
  expect(all[0]).toMatchObject({
    id: "03-api/exists",
    status: "unknown",
    observed: expect.stringMatching(
      /more than one API matches: .*long-running-api-looking.*long-running-api-other|more than one API matches: .*long-running-api-other.*long-running-api-looking/,
    ),
    choices: { option: "api", names: [expect.any(String), expect.any(String)] },
  });
  expect(exitCode).toBe(2);
  const named = await look({ api: "long-running-api-other" });
  expect(named.checks[0]).toMatchObject({ status: "pass" });

  // In a class it may belong to anyone: only its name, or the function that it calls, assigns it to a learner.
  const bob = {
    ...practice.names,
    learner: "bob",
    api: "long-running-api-bob",
    function: "long-running-api-bob",
  };
  const owners = [
    [bob, "fail"],
    [{ ...bob, function: "long-running-api-looking" }, "pass"],
    [practice.names, "pass"],
  ] as const;
  for (const [names, status] of owners) {
    const run = { target: practice.target, names, steps: ["03-api"], passive: true, ownOnly: true } as const;
    expect((await runOf(checks, run)).checks[0]).toMatchObject({ id: "03-api/exists", status });
  }
}, 60_000);
