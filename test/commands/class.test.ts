import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  TagResourceCommand,
} from "@aws-sdk/client-dynamodb";
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { whatIsThere } from "../support/what-is-there.ts";

let shell: TestCloud;
let folder: string;
let roster: string;

beforeAll(async () => {
  shell = await openTestCloud();
  folder = mkdtempSync(path.join(os.tmpdir(), "class-"));
  roster = path.join(folder, "class.csv");
  writeFileSync(roster, '\uFEFFName,mail\r\nAnn Smith,a@x\r\n"Núñez, José",j@x\r\nAnn Smith,b@x\r\n');
});
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

const learners = ["ann-smith", "nunez-jose", "ann-smith-2"];
const instructor = (...words: string[]) => shell.run(["instructor", ...words]);
const at = (...names: string[]) => path.join(folder, ...names);
const read = (...names: string[]) => readFileSync(at(...names), "utf8");

function outcomesOf(document: string): Record<string, string> {
  const { learners: all } = JSON.parse(document) as { learners: { learner: string; outcome: string }[] };
  return Object.fromEntries(all.map(({ learner, outcome }) => [learner, outcome]));
}

/** The tag that a `break` leaves when it is killed before it has injected the fault. */
async function leaveUnfinished(learner: string): Promise<void> {
  const client = new DynamoDBClient(shell.access);
  const ResourceArn = `arn:aws:dynamodb:us-east-1:000000000000:table/lambda-invocation-status-${learner}`;
  const { Tags = [] } = await client.send(new ListTagsOfResourceCommand({ ResourceArn }));
  const tag = Tags.find(({ Key }) => Key === "practice");
  const unfinished = { Key: "practice", Value: `${tag?.Value} unfinished` };
  await client.send(new TagResourceCommand({ ResourceArn, Tags: [unfinished] }));
}

describe("a class of three", () => {
  test("is solved, also by two runs of which the first is killed", { timeout: 180_000 }, async () => {
    const words = ["instructor", "solve", "02-lambda", "--roster", roster, "--processing-seconds", "1"];
    const killed = shell.start(words);
    await killed.until("1/3");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { code, stdout, stderr } = await shell.run([...words, "--json"]);
    expect(code, stdout + stderr).toBe(0);
    const outcomes = outcomesOf(stdout);
    expect(Object.keys(outcomes)).toEqual(learners);
    expect(Object.values(outcomes)).toContain("already there");
    expect(stderr).toMatch(/3\/3 \S+: 02-lambda is solved/);
    expect((await whatIsThere(shell)).functions).toHaveLength(3);
  });

  test("is broken once, each learner by a fault, and continues where it was killed", {
    timeout: 120_000,
  }, async () => {
    const words = ["break", "02-lambda", "--fault", "timeout-left-at-default", "--json"];
    const broken = await instructor(...words, "--roster", roster);
    expect(broken.code, broken.stdout + broken.stderr).toBe(0);
    expect(Object.values(outcomesOf(broken.stdout))).toEqual(Array(3).fill("done"));
    await leaveUnfinished("ann-smith");
    const again = await instructor(...words, "--all");
    expect(outcomesOf(again.stdout), again.stderr).toEqual({
      "ann-smith": "done",
      "ann-smith-2": "already there",
      "nunez-jose": "already there",
    });
  });

  test("is graded, with points from YAML", { timeout: 180_000 }, async () => {
    expect((await instructor("mend", "--learner", "ann-smith")).code).toBe(0);
    writeFileSync(at("points.yaml"), "default: 1\n02-lambda: 2\n02-lambda/timeout: 10\n01-table: 0.5\n");
    const report = (...words: string[]) =>
      instructor("report", "01-table", "02-lambda", "--quick", "--points", at("points.yaml"), ...words);
    const graded = await report("--json");
    expect(graded.code, graded.stderr).toBe(0);
    const { learners: all } = JSON.parse(graded.stdout) as {
      learners: {
        learner: string;
        points: number;
        pointsMax: number;
        first: string | null;
        checks: { id: string; status: string }[];
      }[];
    };
    // Without a roster they are found by their tags.
    expect(all.map(({ learner }) => learner)).toEqual([...learners].sort());
    const [ann, other] = all;
    const worth = (id: string) => (id === "02-lambda/timeout" ? 10 : id.startsWith("02") ? 2 : 0.5);
    const most = ann?.checks.reduce((sum, { id }) => sum + worth(id), 0);
    expect(ann).toMatchObject({ first: null, points: most, pointsMax: most });
    expect(other).toMatchObject({ first: "02-lambda/timeout", pointsMax: most });
    expect(other?.points).toBeLessThanOrEqual((most ?? 0) - 10);

    await report("--roster", roster, "--format", "html", "--out", at("class.html"));
    expect(read("class.html")).toContain("1 of 3 pass every check.");
    await report("--roster", roster, "--format", "autograder", "--out", at("auto"));
    expect(JSON.parse(read("auto", "nunez-jose", "results.json"))).toMatchObject({ score: other?.points });
  });

  test("is mended, reset, and others stay", { timeout: 120_000 }, async () => {
    const mended = await instructor("mend", "--all", "--json");
    expect(outcomesOf(mended.stdout), mended.stderr).toEqual({
      "ann-smith": "already there",
      "ann-smith-2": "done",
      "nunez-jose": "done",
    });
    const solved = await instructor("solve", "02-lambda", "--all", "--json");
    expect(Object.values(outcomesOf(solved.stdout)), solved.stderr).toEqual(Array(3).fill("already there"));
    expect((await instructor("solve", "01-table", "--learner", "bob")).code).toBe(0);
    const { code, stdout, stderr } = await instructor("reset", "--roster", roster, "--yes");
    expect(code, stdout + stderr).toBe(0);
    expect(await whatIsThere(shell)).toMatchObject({
      tables: ["lambda-invocation-status-bob"],
      functions: [],
      apis: [],
      roles: [],
    });
  });
});

test("a learner with the roster's policy does the tutorial inside the boundary, and nothing to others", {
  timeout: 180_000,
}, async () => {
  const made = await instructor("roster", roster, "--out", at("files"), "--json");
  expect(made.code, made.stderr).toBe(0);
  const iam = new IAMClient(shell.access);
  for (const [name, file] of [
    ["long-running-api-class-boundary", "long-running-api-class-boundary.json"],
    ["ann", "ann-smith.policy.json"],
  ] as const)
    await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: read("files", file) }));
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  const arn = "arn:aws:iam::000000000000:policy/ann";
  await iam.send(new AttachUserPolicyCommand({ UserName: "ann", PolicyArn: arn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
  const credentials = {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
  const env = {
    AWS_ENDPOINT_URL: shell.cloud.aws,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    CONDUCTOR_SERVER_URL: shell.cloud.conductor,
    TARGET: "oss",
    ...Object.fromEntries(
      read("files", "ann-smith.env")
        .trimEnd()
        .split("\n")
        .map((line) => line.split("=")),
    ),
  };
  const did = await shell.run(["steps", "--processing-seconds", "1"], { env });
  expect(did.code, did.stdout + did.stderr).toBe(0);
  expect(notPassed(await checked(shell, ["checks"], env))).toEqual([]);

  const own = { ...shell.access, credentials };
  const role = {
    RoleName: "lr-ann-smith-long-running-api-2",
    AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
  };
  const bobs = {
    TableName: "lambda-invocation-status-nunez-jose",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" as const }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" as const }],
    BillingMode: "PAY_PER_REQUEST" as const,
  };
  await expect(new IAMClient(own).send(new CreateRoleCommand(role))).rejects.toThrow("not authorized");
  await expect(new DynamoDBClient(own).send(new CreateTableCommand(bobs))).rejects.toThrow("not authorized");
  const without = await shell.run(["steps/02-lambda", "--undo", "--yes"], { env });
  expect(without.code, without.stdout + without.stderr).toBe(0);
  const unbounded = await shell.run(["steps/02-lambda"], { env: { ...env, PERMISSIONS_BOUNDARY: "" } });
  expect(unbounded.code, unbounded.stdout + unbounded.stderr).not.toBe(0);
  expect(unbounded.stderr).toContain("iam:CreateRole");
});
