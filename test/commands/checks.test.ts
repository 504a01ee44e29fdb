import {
  APIGatewayClient,
  DeleteRestApiCommand,
  GetExportCommand,
  GetRestApisCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { builtArguments } from "../support/commands/built.ts";
import { inTerminal, needsTerminal } from "../support/terminal.ts";

let shell: TestCloud;

beforeAll(async () => {
  shell = await openTestCloud();
  const { code, stdout, stderr } = await shell.run([
    "steps",
    "01-table",
    "02-lambda",
    "03-api",
    "04-workflow",
    "--processing-seconds",
    "1",
  ]);
  expect(code, stdout + stderr).toBe(0);
});
afterAll(() => shell.close());

async function probeRows(): Promise<string[]> {
  const { Items = [] } = await new DynamoDBClient(shell.access).send(
    new ScanCommand({ TableName: "lambda-invocation-status" }),
  );
  return Items.map(({ requestId }) => requestId?.S ?? "").filter((id) => id.startsWith("check-"));
}

test("--json is one document on stdout and nothing else; steps can be named", async () => {
  const { code, stdout } = await shell.run(["checks", "01-table", "02-lambda", "--json"]);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ version: 1, target: "local", status: "pass", exitCode: 0 });
  expect(new Set(report.checks.map(({ step }: { step: string }) => step))).toEqual(
    new Set(["01-table", "02-lambda"]),
  );
  expect(code).toBe(0);
});

test("the probe request's item is deleted after the check", async () => {
  expect(notPassed(await checked(shell, ["checks/03-api"]))).toEqual([]);
  expect(await probeRows()).toEqual([]);
});

test("after Ctrl-C the check prints its probe request's id, and the next check deletes the item", {
  timeout: 60_000,
}, async () => {
  const check = shell.start(["checks/03-api"]);
  await check.until("get-processing");
  check.child.kill("SIGINT");
  const { code, stderr } = await check.ended;
  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: expect.stringMatching(
      /The function is still working on the probe request check-\S+\. The next check deletes its item\./,
    ),
  });
  const id = /check-[\w-]+/.exec(stderr)?.[0];
  expect(await probeRows()).toEqual([id]);
  expect(notPassed(await checked(shell, ["checks/03-api"]))).toEqual([]);
  expect(await probeRows()).toEqual([]);
});

test("text without a terminal: no cursor codes, no colour, a summary at the end", async () => {
  const { stdout, stderr, code } = await shell.run(["checks", "04-workflow", "05-run"]);
  expect(code).toBe(1);
  expect(stdout + stderr).not.toContain("\u001b");
  expect(stdout).toMatch(
    /✔ registered[\s\S]*✖ started[\s\S]*4 more +follow from 05-run\/started[\s\S]*11 passed, 1 failed, 4 skipped/,
  );
  expect(stdout).not.toMatch(/^ +hint /m);
  expect((await shell.run(["checks/05-run", "--hint"])).stdout).toMatch(/^ +hint +\S/m);
});

test.each([
  ["junit", /^<\?xml[\s\S]*<failure/],
  ["tap", /^TAP version 14\n1\.\.5\nnot ok 1/],
  ["github", /^::error title=05-run\/started::/],
])("--reporter %s writes its form on stdout alone", async (reporter, form) => {
  const { stdout, code } = await shell.run(["checks/05-run", "--reporter", reporter]);
  expect(stdout).toMatch(form);
  expect(code).toBe(1);
});

test("--explain prints the background, and needs no cloud", async () => {
  const { code, stdout } = await shell.run(["checks", "--explain", "03-api/get-body"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^03-api\/get-body\n[\s\S]*Status body is text/);
});

test("an unknown step, option or reporter lists the known ones", async () => {
  for (const [words, said] of [
    [["checks", "06-x"], /There is no step "06-x"[\s\S]*01-table, 02-lambda/],
    [["checks/01-table", "--hints"], /There is no option --hints[\s\S]*--hint/],
    [["checks", "--reporter", "xml"], /junit, tap, github/],
    [["checks", "--explain", "03-api/get-bodi"], /03-api\/get-body/],
  ] as const) {
    const { code, stderr } = await shell.run(words);
    expect(code).toBe(2);
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/^ +at /m);
  }
});

const program = (words: readonly string[]) => [process.execPath, ...builtArguments(words)];

test("in a terminal a wait shows how long it has lasted, and how long it may", {
  timeout: 60_000,
}, async (context) => {
  needsTerminal(context);
  const { code, text } = await inTerminal(shell, program(["checks", "03-api"]), []);
  expect(text).toMatch(/… the probe request check-\S+ is PROCESSING: \d s of at most 18 s/);
  expect(text).toContain("20 passed, 0 failed");
  expect(code).toBe(0);
});

test("two APIs that fit: asked about in a terminal, listed without one", {
  timeout: 60_000,
}, async (context) => {
  needsTerminal(context);
  const gateway = new APIGatewayClient(shell.access);
  const { items = [] } = await gateway.send(new GetRestApisCommand({}));
  const { body } = await gateway.send(
    new GetExportCommand({
      restApiId: items[0]?.id,
      stageName: "test",
      exportType: "oas30",
      parameters: { extensions: "integrations" },
      accepts: "application/json",
    }),
  );
  const { id: twin } = await gateway.send(new ImportRestApiCommand({ body: body ?? new Uint8Array() }));
  try {
    const { code, stdout } = await shell.run(["checks", "03-api"]);
    expect(stdout).toMatch(/more than one API matches: .*--api|more than one API matches[\s\S]*--api/);
    expect(code).toBe(2);
    const asked = await inTerminal(shell, program(["checks", "03-api"]), [
      { until: "More than one api matches. Which one do you mean?", type: "1" },
    ]);
    expect(asked.text).toMatch(/✔ exists +API long-running-api/);
  } finally {
    await gateway.send(new DeleteRestApiCommand({ restApiId: twin }));
  }
});
