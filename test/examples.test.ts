import { awsCli } from "@long-running-api/test-support/programs";
import { openCloud, type TestCloud } from "long-running-api-companion";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShell, type Shell } from "./support/shell.ts";

// examples/ as a reader runs it: programs that know nothing of this project, and get the cloud's address by variables.

let cloud: TestCloud;
let shell: Shell;

beforeAll(async () => {
  cloud = await openCloud();
  shell = openShell({ ...cloud.env, AWS_CONFIG_FILE: "none", AWS_SHARED_CREDENTIALS_FILE: "none" });
});
afterAll(async () => {
  await shell.close();
  await cloud.close();
});

/** Runs a program that prints the address of its API. */
async function deployed(file: string): Promise<string> {
  const { code, stdout, stderr } = await shell.runProgram(process.execPath, [file]);
  expect(code, stdout + stderr).toBe(0);
  return stdout.trim();
}

async function call(url: string, body?: object) {
  const json = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, body ? json : {});
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test("examples/sdk: a REST API, a function and a table", async () => {
  const url = await deployed("examples/sdk/deploy.mjs");
  expect(await call(`${url}/orders`, { item: "tea" })).toMatchObject({ status: 400 });
  const stored = await call(`${url}/orders`, { item: "tea", count: 2 });
  expect(stored.status).toBe(201);
  const { id } = stored.body;
  expect(await call(`${url}/orders/${id}`)).toEqual({ status: 200, body: { id, item: "tea", count: 2 } });
  expect(await call(`${url}/orders/none`)).toMatchObject({ status: 404 });
});

test("examples/openapi: an import, its templates and its mock", async () => {
  const url = await deployed("examples/openapi/import.mjs");
  expect(await call(`${url}/health`)).toEqual({ status: 200, body: { status: "ok", stage: "v1" } });
  const hello = `${url}/hello/Ada`;
  expect(await call(hello)).toEqual({ status: 200, body: { greeting: "Hello, Ada" } });
  expect(await call(`${hello}?language=fr`)).toMatchObject({ body: { greeting: "Bonjour, Ada" } });
  expect(await call(`${hello}?language=xx`)).toEqual({
    status: 400,
    body: { message: "no such language: xx" },
  });
});

const cli = process.platform === "win32" ? { why: "it is for a POSIX shell" } : awsCli();

test("examples/cli: an API without a function", async ({ skip }) => {
  if (cli.why !== undefined) return skip(cli.why);
  const { code, stdout, stderr } = await shell.runProgram("sh", ["examples/cli/notes.sh"]);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ text: "Buy tea" });
});

/** One service of each protocol that the CLI reads. */
const missing = [
  ["s3 ls s3://bucket", "The AWS service s3 is not"],
  ["sns list-topics", "The AWS service sns is not"],
  ["ec2 describe-instances", "The AWS service ec2 is not"],
  ["ssm get-parameter --name x", "The AWS service ssm is not"],
  ["apigatewayv2 get-apis", "The AWS service apigatewayv2 is not"],
] as const;

test("the AWS CLI prints what the cloud lacks, and what it has", async ({ skip }) => {
  if (cli.why !== undefined) return skip(cli.why);
  for (const [words, what] of missing) {
    const { code, stderr } = await shell.runProgram("aws", words.split(" "));
    expect(code, words).not.toBe(0);
    expect(stderr, words).toContain(`${what} in the embedded cloud. It has: `);
  }
});
