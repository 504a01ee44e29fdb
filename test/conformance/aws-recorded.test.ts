import { readFileSync } from "node:fs";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import * as sts from "@aws-sdk/client-sts";
import { vectorFile } from "@long-running-api/test-support/vectors";
import { zip } from "@long-running-api/test-support/zip";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { differences, type Scene } from "./recorded-match.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 }); // functions start slowly on a busy machine

interface Expectation {
  status?: number;
  answer?: unknown;
  /** A part of the response, when only that was recorded on AWS. */
  has?: unknown;
  code?: string;
  message?: string | null;
  members?: Record<string, unknown>;
}

interface Call {
  call: string;
  input: Record<string, unknown>;
  expect?: Expectation;
}

interface Recorded {
  id: string;
  title: string;
  service: keyof typeof modules;
  calls: Call[];
}

interface Client {
  send(command: unknown): Promise<Record<string, unknown>>;
  destroy(): void;
}

const modules = { lambda, iam, sts, logs, dynamodb } as const;
const codes: Record<string, Record<string, string>> = {
  one: { "index.py": "def handler(event, context):\n    return 1\n" },
  two: { "index.py": "def handler(event, context):\n    return 2\n" },
  echo: { "index.js": "exports.handler = async (event) => event" },
  nothing: { "index.js": "exports.handler = async () => {}" },
};
const file = vectorFile("aws-recorded.json");
const wait = { minDelay: 0.03, maxDelay: 0.1, maxWaitTime: 20 };
const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: Recorded[] };
const account = "000000000000";
const role = `arn:aws:iam::${account}:role/recorded`;

describe("what AWS answered", () => {
  let cloud: TestCloud;
  let clients: Record<Recorded["service"], Client>;
  beforeAll(async () => {
    cloud = await openTestCloud();
    clients = {
      lambda: new lambda.LambdaClient(cloud.access) as unknown as Client,
      iam: new iam.IAMClient(cloud.access) as unknown as Client,
      sts: new sts.STSClient(cloud.access) as unknown as Client,
      logs: new logs.CloudWatchLogsClient(cloud.access) as unknown as Client,
      dynamodb: new dynamodb.DynamoDBClient(cloud.access) as unknown as Client,
    };
    const Statement = [
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" },
    ];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await clients.iam.send(new iam.CreateRoleCommand({ RoleName: "recorded", AssumeRolePolicyDocument }));
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await cloud.close();
  });

  it.each(cases.map((recorded) => [recorded.id, recorded.title, recorded] as const))(
    "%s: %s",
    async (_id, _title, recorded) => {
      const scene: Scene = { account, region: "us-east-1", known: new Map() };
      const answers: unknown[] = [];
      for (const { call, input, expect: expected } of recorded.calls) {
        const filled = fillIn(input, { name: `recorded-${recorded.id}`, answers }) as Record<string, unknown>;
        if (call === "settled") await settled(clients, filled);
        else if (expected === undefined) await run(clients[recorded.service], recorded.service, call, filled);
        else {
          const seen = await outcome(run(clients[recorded.service], recorded.service, call, filled));
          answers.push(seen.answer);
          expect({ call, differences: compared(expected, seen, scene) }).toEqual({ call, differences: [] });
        }
      }
    },
  );
});

/** Until a function is Active and updated, or a table ACTIVE. */
async function settled(
  clients: Record<Recorded["service"], Client>,
  { FunctionName, TableName }: { FunctionName?: string; TableName?: string },
): Promise<void> {
  const tables = { client: clients.dynamodb as unknown as dynamodb.DynamoDBClient, ...wait };
  if (TableName !== undefined) await dynamodb.waitUntilTableExists(tables, { TableName });
  const functions = { client: clients.lambda as unknown as lambda.LambdaClient, ...wait };
  if (FunctionName === undefined) return;
  await lambda.waitUntilFunctionActiveV2(functions, { FunctionName });
  await lambda.waitUntilFunctionUpdatedV2(functions, { FunctionName });
}

async function run(client: Client, service: Recorded["service"], call: string, input: object) {
  const commands = modules[service] as unknown as Record<string, new (input: object) => unknown>;
  const Command = commands[`${call}Command`];
  if (!Command) throw new Error(`${service} has no ${call}.`);
  const { $metadata, ...answer } = await client.send(new Command(input));
  const { Payload } = answer as { Payload?: { transformToString(): string } };
  return { $metadata, ...answer, ...(Payload ? { Payload: Payload.transformToString() } : {}) };
}

interface Seen {
  status: number | undefined;
  answer?: Record<string, unknown>;
  error?: Error & Record<string, unknown>;
}

async function outcome(work: Promise<Record<string, unknown>>): Promise<Seen> {
  try {
    const { $metadata, ...answer } = await work;
    return { status: statusOf($metadata), answer };
  } catch (error) {
    const refused = error as Error & Record<string, unknown>;
    return { status: statusOf(refused["$metadata"]), error: refused };
  }
}

function statusOf(metadata: unknown): number | undefined {
  return (metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode;
}

function compared(expected: Expectation, { status, answer, error }: Seen, scene: Scene): string[] {
  const wrongStatus =
    expected.status !== undefined && status !== expected.status
      ? [`status ${status}, recorded ${expected.status}`]
      : [];
  if (expected.code !== undefined) {
    if (!error) return [`answered ${JSON.stringify(answer)}, recorded ${expected.code}`];
    const { code, message, members = {} } = expected;
    const shown = Object.fromEntries(Object.keys(members).map((name) => [name, error[name]]));
    return [
      ...wrongStatus,
      // The SDK names IAM's errors with an ending that they do not have.
      ...differences(
        code,
        code.endsWith("Exception") ? error.name : error.name.replace(/Exception$/, ""),
        scene,
        "code",
      ),
      // The SDK adds its own message when AWS sends none.
      ...(message === null ? [] : differences(message, error.message, scene, "message")),
      ...differences(members, shown, scene, "members"),
    ];
  }
  if (!answer) return [`refused: ${error?.name} ${error?.message}`];
  if (expected.has !== undefined)
    return [...wrongStatus, ...differences(expected.has, pick(expected.has, answer), scene)];
  return [...wrongStatus, ...differences(expected.answer, answer, scene)];
}

/** The expected part of a response. */
function pick(expected: unknown, seen: unknown): unknown {
  if (typeof expected !== "object" || expected === null || typeof seen !== "object" || seen === null)
    return seen;
  const shown = seen as Record<string, unknown>;
  return Object.fromEntries(Object.entries(expected).map(([name, part]) => [name, pick(part, shown[name])]));
}

interface Filling {
  name: string;
  answers: readonly unknown[];
}

/** `${name}`, `${role}`, `${code:one}`, `${now-1000}`, `${0.RevisionId}` and so on, anywhere. */
function fillIn(value: unknown, filling: Filling): unknown {
  if (Array.isArray(value)) return value.map((item) => fillIn(item, filling));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fillIn(part, filling)]));
  if (typeof value !== "string") return value;
  const whole = /^\$\{(?:(code|bytes|base64):(.*)|now([+-]\d+)?)\}$/.exec(value);
  if (whole?.[1] === "code") return zip(codes[whole[2] ?? ""] ?? {});
  if (whole?.[1] === "bytes") return Buffer.from(whole[2] ?? "");
  if (whole?.[1] === "base64") return Buffer.from(whole[2] ?? "", "base64");
  if (whole) return Date.now() + Number(whole[3] ?? 0);
  return value.replace(/\$\{([\w.]+)\}/g, (_, key: string) => textOf(key, filling));
}

function textOf(key: string, { name, answers }: Filling): string {
  if (key === "name") return name;
  if (key === "role") return role;
  if (key === "account") return account;
  const [index = "", ...path] = key.split(".");
  const found = path.reduce<unknown>(
    (value, member) => (value as Record<string, unknown> | undefined)?.[member],
    answers[Number(index)],
  );
  if (typeof found !== "string") throw new Error(`Nothing answered ${key}.`);
  return found;
}
