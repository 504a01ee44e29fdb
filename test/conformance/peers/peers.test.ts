import path from "node:path";
import { awsCli, pythonWith } from "@long-running-api/test-support/programs";
import { projectFolder } from "@long-running-api/test-support/project";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checked, notPassed } from "../../support/checked.ts";
import { openShell, type Shell } from "../../support/shell.ts";

/** Clients that we did not write, against `npx tsx local --json` as a learner starts it. */
let shell: Shell;
let urls: { aws: string; conductor: string };

beforeEach(async () => {
  shell = openShell({
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_CONFIG_FILE: "none",
    AWS_SHARED_CREDENTIALS_FILE: "none",
    AWS_PAGER: "",
  });
  const local = shell.start(["local", "--json", "--memory", "--port", "0", "--min-poll-interval", "0.2"], {
    secondsMax: 170,
  });
  await local.until(/^\{.*\}$/m);
  urls = JSON.parse(local.said().stdout) as typeof urls;
});
afterEach(() => shell.close());

const script = (name: string) => path.join(projectFolder, "test", "conformance", "peers", name);
const quickly = ["--processing-seconds", "1"];

test("the tutorial created by boto3 under other names: the checks find it, and it passes", {
  timeout: 120_000,
}, async ({ skip }) => {
  const python = pythonWith(["boto3"]);
  if (!python.command) return skip(python.why);
  const made = await shell.runProgram(python.command, [
    script("tutorial_boto3.py"),
    urls.aws,
    urls.conductor,
    "12345",
  ]);
  expect(made.code, made.stderr).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({ status: "COMPLETED" });
  const report = await checked(shell, ["checks"]);
  expect(notPassed(report)).toEqual([]);
  expect(report.exitCode).toBe(0);
  // Step by step too, and by name.
  for (const id of ["01-table", "02-lambda", "04-workflow", "05-run"])
    expect((await checked(shell, [`checks/${id}`])).exitCode, id).toBe(0);
  const named = await checked(shell, [
    "checks/02-lambda",
    "--function",
    "takes-its-time",
    "--api",
    "my own API",
  ]);
  expect(notPassed(named)).toEqual([]);
  // The steps do not treat others' resources as their own.
  const step = await shell.run(["steps/02-lambda", "--function", "takes-its-time"]);
  expect(step.code).toBe(2);
  expect(step.stderr).toContain("these steps did not create it");
});

test("the official Python client of Conductor starts the workflow and sees its end", {
  timeout: 120_000,
}, async ({ skip }) => {
  const python = pythonWith(["conductor.client"]);
  if (!python.command) return skip(python.why);
  const solved = await shell.run(["instructor", "solve", "04-workflow", ...quickly]);
  expect(solved.code, solved.stderr).toBe(0);
  const ran = await shell.runProgram(python.command, [
    script("conductor_python.py"),
    urls.conductor,
    "from-python",
  ]);
  expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  expect(JSON.parse(ran.stdout.trim().split("\n").at(-1) ?? "")).toEqual({
    status: "COMPLETED",
    tasks: [
      ["invokeLambda", "COMPLETED"],
      ["http_poll_ref", "COMPLETED"],
    ],
    found: true,
  });
});

test("the AWS CLI sees and uses what the steps made", { timeout: 150_000 }, async ({ skip }) => {
  const cli = awsCli();
  if (!cli.command) return skip(cli.why);
  const { command } = cli;
  const run = (...words: string[]) => shell.runProgram(command, [...words, "--endpoint-url", urls.aws]);
  const aws = async (...words: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run(...words, "--output", "json");
    expect(code, `${words.join(" ")}: ${stderr}`).toBe(0);
    return stdout.trim() === "" ? undefined : JSON.parse(stdout);
  };
  const solved = await shell.run(["instructor", "solve", "03-api", ...quickly]);
  expect(solved.code, solved.stderr).toBe(0);

  expect(await aws("sts", "get-caller-identity")).toMatchObject({ Account: "000000000000" });
  expect(await aws("dynamodb", "list-tables")).toEqual({ TableNames: ["lambda-invocation-status"] });
  expect(await aws("dynamodb", "describe-table", "--table-name", "lambda-invocation-status")).toMatchObject({
    Table: { TableStatus: "ACTIVE", KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }] },
  });
  expect(await aws("iam", "get-role", "--role-name", "lr-long-running-api")).toMatchObject({
    Role: {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: "lambda.amazonaws.com" } }] },
      Tags: [{ Key: "tutorial", Value: "orchestrating-long-running-apis" }],
    },
  });
  expect(await aws("iam", "list-role-policies", "--role-name", "lr-long-running-api")).toMatchObject({
    PolicyNames: ["status-table-access"],
  });
  expect(
    await aws("lambda", "get-function-configuration", "--function-name", "long-running-api"),
  ).toMatchObject({ State: "Active", Timeout: 60, Environment: { Variables: { PROCESSING_SECONDS: "1" } } });

  const { items } = (await aws("apigateway", "get-rest-apis")) as { items: { id: string; name: string }[] };
  expect(items.map(({ name }) => name)).toEqual(["long-running-api"]);
  const id = items[0]?.id ?? "";
  expect(await aws("apigateway", "get-stages", "--rest-api-id", id)).toMatchObject({
    item: [{ stageName: "test" }],
  });

  const out = path.join(shell.dataFolder, "answer.json");
  const payload = ["--payload", await payloadOf(run, { action: "status", requestId: "nobody" })];
  expect(await aws("lambda", "invoke", "--function-name", "long-running-api", ...payload, out)).toMatchObject(
    { StatusCode: 200 },
  );
  const groups = await aws("logs", "describe-log-groups", "--log-group-name-prefix", "/aws/lambda/");
  expect(groups).toMatchObject({ logGroups: [{ logGroupName: "/aws/lambda/long-running-api" }] });
  const tail = await run("logs", "filter-log-events", "--log-group-name", "/aws/lambda/long-running-api");
  expect(tail.stdout).toContain("REPORT RequestId:");

  const missing = await run("dynamodb", "describe-table", "--table-name", "nothing");
  expect(missing.code).not.toBe(0);
  expect(missing.stderr).toContain("ResourceNotFoundException");
  const outside = await run("dynamodb", "list-global-tables");
  expect(outside.stderr).toContain("ListGlobalTables");
});

/** Version 2 of the CLI expects the payload in base64, version 1 as it is. */
async function payloadOf(
  run: (...words: string[]) => Promise<{ stdout: string; stderr: string }>,
  event: object,
): Promise<string> {
  const { stdout, stderr } = await run("--version");
  const text = JSON.stringify(event);
  return /aws-cli\/1\./.test(stdout + stderr) ? text : Buffer.from(text).toString("base64");
}
