import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";

/** An embedded cloud that poses as a real account and an Orkes cluster. */
let cloud: TestCloud;
let account: NodeJS.ProcessEnv;

beforeAll(async () => {
  cloud = await openTestCloud({
    accountId: "111122223333",
    conductorKey: { keyId: "key", keySecret: "secret" },
  });
  account = {
    AWS_ENDPOINT_URL: cloud.cloud.aws,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: "none",
    AWS_SHARED_CREDENTIALS_FILE: "none",
    AWS_EC2_METADATA_DISABLED: "true",
    CONDUCTOR_SERVER_URL: cloud.cloud.conductor,
    CONDUCTOR_AUTH_KEY: "key",
    CONDUCTOR_AUTH_SECRET: "secret",
  };
});
afterAll(() => cloud.close());

interface Report {
  status: string;
  exitCode: number;
  findings: { title: string; status: string; seen: string; toDo?: string[]; whose?: string }[];
}

/** Runs the doctor; returns its exit code and the findings under a title. */
async function doctor(target: string, env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await cloud.run(["doctor", "--target", target, "--json"], { env });
  const report = JSON.parse(stdout || `{"findings": [], "exitCode": "${stderr}"}`) as Report;
  expect(report.exitCode).toBe(code);
  const found = (title: string) => report.findings.find((finding) => finding.title === title);
  return { code, report, found, stderr };
}

/** A server that is not what the doctor hopes for. */
async function withServer<T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("local is ready on a machine that has Node and the packages", async () => {
  const { code, report, found } = await doctor("local");
  expect(code).toBe(0);
  expect(report.status).toBe("ready");
  expect(found("Node")).toMatchObject({ status: "ok", seen: process.versions.node });
  expect(found("packages")).toMatchObject({ status: "ok" });
  expect(found("local cloud")).toMatchObject({ status: "ok", seen: `running at ${cloud.cloud.aws}` });
  const { stdout } = await cloud.run(["doctor"]);
  expect(stdout).toMatch(/^✔ Node +\d/m);
  expect(stdout.trimEnd().endsWith("local: ready")).toBe(true);
});

test("a data folder that is not writable is reported, with how to fix it", async () => {
  const { code, found } = await doctor("local", { LOCAL_DATA: path.join(import.meta.filename, "x") });
  expect(code).toBe(1);
  expect(found("data folder")).toMatchObject({ status: "lacking" });
});

test("a Python without boto3 is a note, with the command that gets it", async () => {
  const { code, found } = await doctor("local", { TUTORIAL_PYTHON: "", PATH: "", Path: "" });
  expect(code).toBe(0);
  expect(found("Python variant")).toMatchObject({ status: "note" });
  expect(found("Python variant")?.toDo?.length).toBeGreaterThan(0);
});

test("oss: no address, no response, a web page, an unsafe version, no worker for HTTP_POLL", async () => {
  expect((await doctor("oss")).found("Conductor")?.seen).toContain("CONDUCTOR_SERVER_URL is not set");

  const secret = await doctor("oss", { CONDUCTOR_SERVER_URL: "http://ann:hidden@127.0.0.1:9/api" });
  expect(secret.found("Conductor")?.seen).toBe("CONDUCTOR_SERVER_URL holds a user name or a password.");

  const silent = await withServer(
    () => {},
    async (url) => url,
  ); // closed again: nothing listens there
  const refused = await doctor("oss", { CONDUCTOR_SERVER_URL: `${silent}/api` });
  expect({ code: refused.code, seen: refused.found("Conductor")?.seen }).toMatchObject({
    code: 1,
    seen: expect.stringContaining("No answer from"),
  });

  const page: RequestListener = (_, response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html></html>");
  await withServer(page, async (url) => {
    const { code, found } = await doctor("oss", { CONDUCTOR_SERVER_URL: url });
    expect(code).toBe(1);
    expect(found("Conductor")?.seen).toContain("web page");
    expect(found("Conductor")?.toDo?.join(" ")).toContain("/api");
  });

  const server =
    (version: string, polls: object[] = []): RequestListener =>
    (request, response) => {
      if (request.url === "/api/version") return response.end(version);
      response.setHeader("Content-Type", "application/json");
      const answer = request.url?.startsWith("/api/tasks/queue/polldata") ? polls : [];
      return response.writeHead(request.url === "/api/token" ? 404 : 200).end(JSON.stringify(answer));
    };
  await withServer(server("3.21.20"), async (url) => {
    const { code, found } = await doctor("oss", { CONDUCTOR_SERVER_URL: `${url}/api` });
    expect(code).toBe(1);
    expect(found("Conductor")?.seen).toContain("CVE-2026-58138");
  });
  const poll = (lastPollTime: number) => ({ queueName: "HTTP_POLL", workerId: "w-1", lastPollTime });
  await withServer(server("3.32.3", [poll(Date.now())]), async (url) => {
    const { code, found } = await doctor("oss", { CONDUCTOR_SERVER_URL: `${url}/api` });
    expect(code).toBe(0);
    expect(found("Conductor")).toMatchObject({ status: "ok" });
    expect(found("Conductor")?.seen).toContain("version 3.32.3");
    expect(found("HTTP_POLL")).toMatchObject({ status: "ok", seen: "served by w-1" });
  });
  for (const [polls, since] of [
    [[], "no worker has ever polled for one"],
    [[poll(Date.parse("2026-01-01T00:00:00Z"))], "last polled for at 2026-01-01T00:00:00.000Z"],
  ] as const) {
    await withServer(server("3.32.3", [...polls]), async (url) => {
      const { code, found } = await doctor("oss", { CONDUCTOR_SERVER_URL: `${url}/api` });
      expect(code).toBe(1);
      expect(found("HTTP_POLL")).toMatchObject({ status: "lacking", seen: expect.stringContaining(since) });
      expect(found("HTTP_POLL")?.toDo?.join()).toContain("npx tsx worker --target oss");
    });
  }
});

test("aws: ready, with who we are", async () => {
  const { code, found } = await doctor("aws", account);
  expect(code).toBe(0);
  expect(found("AWS account")?.seen).toContain("111122223333 in us-east-1, as arn:aws:iam::111122223333:");
  expect(found("clock")).toMatchObject({ status: "ok" });
  expect(found("Conductor")).toMatchObject({ status: "ok" });
});

test("aws: no region, no credentials, a wrong key, a wrong Conductor key", async () => {
  const region = await doctor("aws", { ...account, AWS_REGION: "" });
  expect({ code: region.code, ...region.found("AWS region") }).toMatchObject({ code: 1, status: "lacking" });

  const none = await doctor("aws", { ...account, AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
  expect(none.code).toBe(1);
  expect(none.found("AWS account")?.seen).toContain("No AWS credentials were found.");

  const wrong = await doctor("aws", { ...account, AWS_SECRET_ACCESS_KEY: "wrong" });
  expect(wrong.code).toBe(1);
  expect(wrong.found("AWS account")?.seen).toContain("not valid here");

  const key = await doctor("aws", { ...account, CONDUCTOR_AUTH_SECRET: "wrong" });
  expect(key.code).toBe(1);
  expect(key.found("Conductor")?.seen).toContain("does not accept the key");

  const noKey = await doctor("aws", { ...account, CONDUCTOR_AUTH_KEY: "", CONDUCTOR_AUTH_SECRET: "" });
  expect(noKey.found("Conductor")?.seen).toContain("requires a key, but none is set");
});

test("aws: the practice cloud is not an account", async () => {
  const practice = await openTestCloud();
  const { code, found } = await doctor("aws", { ...account, AWS_ENDPOINT_URL: practice.cloud.aws });
  await practice.close();
  expect(code).toBe(1);
  expect(found("AWS account")?.seen).toContain("practice cloud");
});

test("aws: a clock that is minutes off", async () => {
  const ahead = `data:text/javascript,const D=Date;globalThis.Date=class extends D{constructor(...w){if(w.length)super(...w);else super(D.now()+900000)}static now(){return D.now()+900000}}`;
  const { code, found } = await doctor("aws", {
    ...account,
    NODE_OPTIONS: `--import=${encodeURI(ahead)}`,
  });
  expect(code).toBe(1);
  expect(found("clock")?.seen).toMatch(/^This computer is (89\d|900|90\d) s ahead of AWS/);
});

test("aws: the table in another region is noticed", async () => {
  const dynamodb = new DynamoDBClient({ ...cloud.access, region: "us-west-2" });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "elsewhere",
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  const { found } = await doctor("aws", { ...account, TUTORIAL_TABLE: "elsewhere" });
  expect(found("region")).toMatchObject({
    status: "note",
    seen: "The table elsewhere is not in us-east-1, but in us-west-2.",
  });
});

test("aws: an identity without rights: someone else must", async () => {
  const iam = new IAMClient(cloud.access);
  await iam.send(new CreateUserCommand({ UserName: "learner" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "learner" }));
  const Statement = [{ Effect: "Allow", Action: "iam:SimulatePrincipalPolicy", Resource: "*" }];
  await iam.send(
    new PutUserPolicyCommand({
      UserName: "learner",
      PolicyName: "look",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  );
  const { code, report, found } = await doctor("aws", {
    ...account,
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
  });
  expect(found("permissions")).toMatchObject({ status: "lacking", whose: "someone else" });
  expect(code).toBe(2);
  expect(report.status).toBe("someone else must");
});
