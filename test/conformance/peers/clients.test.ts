import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { awsCli, pythonWith } from "@long-running-api/test-support/programs";
import { projectFolder } from "@long-running-api/test-support/project";
import { zip } from "@long-running-api/test-support/zip";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checked, notPassed } from "../../support/checked.ts";
import { openTestCloud, type TestCloud } from "../../support/cloud.ts";
import { nothing, whatIsThere } from "../../support/what-is-there.ts";

// The whole tutorial through clients that we did not write, in this process, so that the service models see all of it.
let shell: TestCloud;

beforeEach(async () => {
  shell = await openTestCloud(
    {},
    {
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_CONFIG_FILE: "none",
      AWS_SHARED_CREDENTIALS_FILE: "none",
      AWS_PAGER: "",
    },
  );
});
afterEach(() => shell.close());

const inProject = (...names: string[]) => path.join(projectFolder, ...names);
const peers = ["test", "conformance", "peers"];

/** The steps do not overwrite others' resources: the definition is registered as a user would send it. */
async function conductor(invokeUrl: string, requestId: string): Promise<string> {
  const definition = readFileSync(inProject("workflow", "long-running-api.json"), "utf8")
    .replaceAll(/https:\/\/<[^/]+\/<stage>/g, invokeUrl)
    .replace('"pollingInterval": "5"', '"pollingInterval": "1"');
  const send = async (where: string, body: string) => {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(`${shell.cloud.conductor}${where}`, { method: "POST", headers, body });
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return text;
  };
  await send(
    "/metadata/workflow",
    JSON.stringify({ ...JSON.parse(definition), ownerEmail: "a@example.com" }),
  );
  const workflowId = await send("/workflow/LongRunningAPIWorkflow", JSON.stringify({ requestId }));
  const statusOf = async () => {
    const response = await fetch(`${shell.cloud.conductor}/workflow/${workflowId}`);
    return ((await response.json()) as { status: string }).status;
  };
  await expect.poll(statusOf, { timeout: 40_000, interval: 200 }).not.toBe("RUNNING");
  return await statusOf();
}

const awsHalf = ["checks/01-table", "checks/02-lambda", "checks/03-api"];

test("boto3 creates the API by one import of an OpenAPI document, and deletes everything", {
  timeout: 180_000,
}, async ({ skip }) => {
  const python = pythonWith(["boto3"]);
  if (!python.command) return skip(python.why);
  const { command } = python;
  const run = async (order: string) => {
    const { code, stdout, stderr } = await shell.runProgram(command, [
      inProject(...peers, "tutorial_openapi.py"),
      order,
      shell.cloud.aws,
      inProject("lambda", "lambda_function.py"),
      inProject(...peers, "openapi.json"),
    ]);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const { api, tagged } = await run("make");
  expect(tagged).toEqual(["apigateway", "dynamodb", "lambda"]);
  expect(await conductor(`${shell.cloud.aws}/_aws/execute-api/${api}/test`, "12345")).toBe("COMPLETED");
  expect(notPassed(await checked(shell, ["checks"]))).toEqual([]);
  const { logged, again } = await run("remove");
  expect(logged).toBeGreaterThan(0);
  expect(again).toEqual([
    "NotFoundException",
    "ResourceNotFoundException",
    "ResourceNotFoundException",
    "NoSuchEntity",
    "NoSuchEntity",
    "NoSuchEntity",
    "ResourceNotFoundException",
  ]);
});

const handler = `
const { DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
const TableName = "lambda-invocation-status";
exports.handler = async ({ action, requestId }) => {
  const Key = { requestId: { S: requestId } };
  if (action === "status") {
    const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
    if (!Item) return { statusCode: 404, body: JSON.stringify({ status: "NOT_FOUND" }) };
    return { statusCode: 200, body: JSON.stringify({ requestId, status: Item.status.S }) };
  }
  await client.send(new PutItemCommand({ TableName, Item: { ...Key, status: { S: "PROCESSING" } } }));
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await client.send(new UpdateItemCommand({
    TableName, Key, UpdateExpression: "SET #s = :val",
    ExpressionAttributeNames: { "#s": "status" }, ExpressionAttributeValues: { ":val": { S: "COMPLETED" } },
  }));
  return { statusCode: 202, body: JSON.stringify({ requestId, status: "PROCESSING" }) };
};`;

test("the AWS CLI creates the tutorial's resources, calls the API, reads the logs, and deletes everything", {
  timeout: 280_000,
}, async ({ skip }) => {
  const cli = awsCli();
  if (!cli.command) return skip(cli.why);
  const { command } = cli;
  const run = async (text: string, ...more: string[]): Promise<string> => {
    const words = [...text.split(" "), ...more, "--endpoint-url", shell.cloud.aws, "--output", "text"];
    const { code, stdout, stderr } = await shell.runProgram(command, words);
    expect(code, `${words.join(" ")}: ${stderr}`).toBe(0);
    return stdout.trim();
  };
  const json = (value: unknown) => JSON.stringify(value);

  const account = await run("sts get-caller-identity --query Account");
  await run(
    "dynamodb create-table --table-name lambda-invocation-status --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=requestId,AttributeType=S --key-schema AttributeName=requestId,KeyType=HASH",
  );
  await run("dynamodb wait table-exists --table-name lambda-invocation-status");

  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ],
  };
  const role = await run(
    "iam create-role --role-name by-cli --query Role.Arn --assume-role-policy-document",
    json(trust),
  );
  const policies = [
    "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  ];
  for (const arn of policies) await run(`iam attach-role-policy --role-name by-cli --policy-arn ${arn}`);
  const file = path.join(shell.dataFolder, "function.zip");
  writeFileSync(file, zip({ "index.js": handler }));
  const arn = await run(
    `lambda create-function --function-name by-cli --runtime nodejs22.x --handler index.handler --timeout 60 --role ${role} --zip-file fileb://${file} --query FunctionArn`,
  );
  await run("lambda wait function-active-v2 --function-name by-cli");

  const api = await run("apigateway create-rest-api --name by-cli --query id");
  const root = await run(`apigateway get-resources --rest-api-id ${api} --query items[0].id`);
  const method = async (part: string, verb: string, status: string, request: string, response: string) => {
    const resource = await run(
      `apigateway create-resource --rest-api-id ${api} --parent-id ${root} --path-part ${part} --query id`,
    );
    const here = `--rest-api-id ${api} --resource-id ${resource} --http-method ${verb}`;
    await run(`apigateway put-method ${here} --authorization-type NONE`);
    await run(
      `apigateway put-method-response ${here} --status-code ${status} --response-parameters method.response.header.Content-Type=false`,
    );
    await run(
      `apigateway put-integration ${here} --type AWS --integration-http-method POST --passthrough-behavior WHEN_NO_TEMPLATES --uri arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations --request-templates`,
      json({ "application/json": request }),
    );
    await run(
      `apigateway put-integration-response ${here} --status-code ${status} --response-templates`,
      json({ "application/json": response }),
    );
    await run(
      `lambda add-permission --function-name by-cli --statement-id ${verb} --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn arn:aws:execute-api:us-east-1:${account}:${api}/*/${verb}/*`,
    );
  };
  await method(
    "invoke-lambda",
    "POST",
    "202",
    `#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")\n{"action": "invoke", "requestId": "$input.path('$.requestId')"}`,
    `{"status": "PROCESSING"}`,
  );
  await method(
    "{requestId}",
    "GET",
    "200",
    `{"action": "status", "requestId": "$input.params('requestId')"}`,
    `#set($answer = $input.path('$'))\n{"statusCode": $answer.statusCode, "body": $answer.body}`,
  );
  await run(`apigateway create-deployment --rest-api-id ${api} --stage-name test`);

  expect(await conductor(`${shell.cloud.aws}/_aws/execute-api/${api}/test`, "by-cli")).toBe("COMPLETED");
  for (const check of awsHalf) expect(notPassed(await checked(shell, [check])), check).toEqual([]);
  expect(
    await run("logs filter-log-events --log-group-name /aws/lambda/by-cli --query events[].message"),
  ).toContain("REPORT RequestId:");

  await run(`apigateway delete-rest-api --rest-api-id ${api}`);
  await run("lambda delete-function --function-name by-cli");
  await run("logs delete-log-group --log-group-name /aws/lambda/by-cli");
  for (const arn of policies) await run(`iam detach-role-policy --role-name by-cli --policy-arn ${arn}`);
  await run("iam delete-role --role-name by-cli");
  await run("dynamodb delete-table --table-name lambda-invocation-status");
  await run("dynamodb wait table-not-exists --table-name lambda-invocation-status");
  expect(await whatIsThere(shell)).toEqual({
    ...nothing,
    definitions: ["LongRunningAPIWorkflow"],
    executions: 1,
  });
});
