import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { waitUntil } from "@long-running-api/foundation/wait";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { nothing, whatIsThere } from "../support/what-is-there.ts";

let shell: TestCloud;

beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());

const learners = ["ann", "bob", "c-3"] as const;

async function solve(learner: string, step: string, seconds = "1"): Promise<void> {
  const words = ["instructor", "solve", step, "--learner", learner, "--processing-seconds", seconds];
  const { code, stdout, stderr } = await shell.run(words);
  expect(code, stdout + stderr).toBe(0);
}

function reset(...words: string[]) {
  return shell.run(["instructor", "reset", ...words]);
}

test("three learners share a cloud; a reset of one leaves the others and untagged resources", {
  timeout: 180_000,
}, async () => {
  await Promise.all([solve("ann", "05-run"), solve("bob", "05-run")]);
  await solve("c-3", "03-api");
  await foreignThings();
  const before = await whatIsThere(shell);
  expect(before).toMatchObject({
    tables: [
      "foreign",
      "lambda-invocation-status-ann",
      "lambda-invocation-status-bob",
      "lambda-invocation-status-c-3",
    ],
    functions: ["long-running-api-ann", "long-running-api-bob", "long-running-api-c-3"],
    apis: ["long-running-api-ann", "long-running-api-bob", "long-running-api-c-3"],
    roles: ["lr-ann-long-running-api", "lr-bob-long-running-api", "lr-c-3-long-running-api", "lr-foreign"],
    definitions: ["LongRunningAPIWorkflow_ann", "LongRunningAPIWorkflow_bob"],
    executions: 2,
  });

  const { code, stdout } = await reset("--learner", "bob", "--yes", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ target: "local", left: [], exitCode: 0 });
  const without = (name: string) => !name.includes("bob");
  const after = await whatIsThere(shell);
  expect(after).toEqual({
    ...before,
    tables: before.tables.filter(without),
    functions: before.functions.filter(without),
    apis: before.apis.filter(without),
    roles: before.roles.filter(without),
    logGroups: before.logGroups.filter(without),
    definitions: before.definitions.filter(without),
    executions: 1,
  });
  expect(notPassed(await checked(shell, ["checks", "--learner", "ann"]))).toEqual([]);
  expect((await checked(shell, ["checks", "--learner", "bob"])).status).not.toBe("pass");
  for (const learner of learners.slice(2))
    expect(notPassed(await checked(shell, ["checks/03-api", "--learner", learner]))).toEqual([]);
});

test("without --learner a reset takes only what was made without a name", async () => {
  const before = await whatIsThere(shell);
  expect(await reset("--yes")).toMatchObject({ code: 0 });
  expect(await whatIsThere(shell)).toEqual(before);
});

test("reset --all deletes everything on local, whoever created it, even while a function runs", {
  timeout: 120_000,
}, async () => {
  await solve("ann", "02-lambda", "10"); // a busy machine needs some for a reset
  const running = shell.start(["steps/05-run", "--learner", "ann", "--request-id", "still-running"]);
  await running.until("→ 202");
  const { code, stdout, stderr } = await reset("--all", "--yes");
  expect(code, stdout + stderr).toBe(0);
  expect(await whatIsThere(shell)).toEqual(nothing);
  expect((await elsewhere().send(new ListTablesCommand({}))).TableNames).toEqual([]);
  expect((await running.ended).code).toBe(2); // its execution was taken away
  expect(await reset("--all", "--yes")).toMatchObject({ code: 0 });
  await waitUntil(async () => shell.cloud.idleMs() > 0 || undefined, { secondsMax: 30, everyMs: 50 });
  expect(await whatIsThere(shell), "once the function has ended").toEqual(nothing);
});

test("reset asks first: without a terminal and without --yes it stops", async () => {
  const { code, stderr } = await reset("--all");
  expect(code).toBe(2);
  expect(stderr).toContain("there is no terminal to ask for confirmation");
  expect(stderr).toContain("--yes");
});

const elsewhere = () => new DynamoDBClient({ ...shell.access, region: "eu-central-1" });

async function foreignThings(): Promise<void> {
  for (const client of [new DynamoDBClient(shell.access), elsewhere()])
    await client.send(
      new CreateTableCommand({
        TableName: "foreign",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  await new IAMClient(shell.access).send(
    // Our prefix alone makes no role ours.
    new CreateRoleCommand({ RoleName: "lr-foreign", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
}
