import type { Recorded } from "@long-running-api/local-aws/journal";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { openShell } from "../support/shell.ts";

let shell: TestCloud;
let url: string;

const numbers = (entries: readonly Recorded[]) => entries.map(({ number }) => number);

beforeAll(async () => {
  shell = await openTestCloud();
  const solved = await shell.run(["instructor", "solve", "03-api", "--processing-seconds", "1"]);
  expect(solved.code, solved.stderr).toBe(0);
  url = /http:\/\/127\.0\.0\.1:\d+\/_aws\/execute-api\/[a-z0-9]+\/test/.exec(solved.stdout)?.[0] ?? "";
  expect(url).not.toBe("");
});
afterAll(() => shell.close());

test("local logs prints calls, templates, functions and errors in readable form", async () => {
  expect(await (await fetch(`${url}/nobody`)).json()).toMatchObject({ statusCode: 404 });
  expect((await fetch(`${url}/no/such/path`)).status).toBe(403);
  const { code, stdout, stderr } = await shell.run(["local", "logs"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const time = String.raw`^\d\d:\d\d:\d\d\.\d{3}  `;
  for (const line of [
    "aws       dynamodb CreateTable  → 200  table/lambda-invocation-status  as root$",
    "aws       dynamodb GetItem  → 200  table/lambda-invocation-status  as assumed-role/lr-long-running-api/",
    String.raw`template  request of GET /\{requestId\}$`,
    "function  long-running-api  START RequestId: ",
    String.raw`execute   GET /nobody  → 200 in \d+ ms  API \w+, stage test$`,
    "execute   GET /no/such/path  → 403 in",
  ])
    expect(stdout).toMatch(new RegExp(time + line, "m"));
  // Details of an entry are below it.
  expect(stdout).toMatch(/template {2}request of GET .*\n {24}│ \{\n {24}│ +"action": ?"status"/);
});

test("--request shows one request: its templates, its call, its function", async () => {
  const body = JSON.stringify({ requestId: "order-7" });
  await fetch(`${url}/invoke-lambda`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  expect(await (await fetch(`${url}/order-7`)).json()).toBeDefined();
  const { stdout } = await shell.run(["local", "logs", "--request", "order-7"]);
  expect(stdout).toMatch(/POST \/invoke-lambda[\s\S]*GET \/order-7/);
  expect(stdout).toContain('"requestId": "order-7"');
  expect(stdout).not.toMatch(/CreateTable|\/nobody/);
  const none = await shell.run(["local", "logs", "--request", "order-8"]);
  expect(none).toMatchObject({ code: 0, stdout: "Nothing is logged about order-8.\n" });
});

test("--tail prints the last entries, and how to see all of them", async () => {
  const recorded = numbers(shell.cloud.journal(0));
  const few = await shell.run(["local", "logs", "--tail", "3", "--json"]);
  const printed = numbers((JSON.parse(few.stdout) as { entries: Recorded[] }).entries);
  const last = printed.at(-1) ?? 0;
  expect(last).toBeGreaterThanOrEqual(recorded.at(-1) ?? 0);
  expect(printed).toEqual([last - 2, last - 1, last]);
  const { stdout } = await shell.run(["local", "logs", "--tail", "1"]);
  expect(stdout).toMatch(/The last 1 of \d+ entries\. All of them: npx tsx local logs --tail all\n$/);
  expect(stdout).not.toContain("CreateTable");
  expect((await shell.run(["local", "logs", "--tail", "all"])).stdout).toContain("CreateTable");
  expect((await shell.run(["local", "logs", "--tail", "few"])).code).toBe(2);
});

test("--json is one document", async () => {
  const recorded = numbers(shell.cloud.journal(0));
  const { code, stdout } = await shell.run(["local", "logs", "--json"]);
  expect(code).toBe(0);
  const { entries } = JSON.parse(stdout) as { entries: Recorded[] };
  // The function that was called above may still be working, and writes more.
  expect(numbers(entries).slice(0, recorded.length)).toEqual(recorded);
  expect(numbers(entries)).toEqual(numbers(shell.cloud.journal(0)).slice(0, entries.length));
  expect(new Set(entries.map(({ kind }) => kind))).toEqual(
    new Set(["aws", "template", "function", "execute"]),
  );
});

test("--follow keeps printing, one entry per line with --json, and ends with the cloud", async () => {
  const second = await openTestCloud();
  const env = { LOCAL_DATA: second.dataFolder };
  const following = shell.start(["local", "logs", "--follow", "--json"], { env });
  await fetch(`${second.cloud.aws}/_aws/execute-api/nothing/test/first`);
  await following.until("/first");
  await fetch(`${second.cloud.aws}/_aws/execute-api/nothing/test/second`);
  await following.until("/second");
  const lines = following.said().stdout.trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as Recorded)["path"])).toEqual(["/first", "/second"]);
  await second.close();
  const { code, stderr } = await following.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("has stopped") });
});

test("Ctrl-C ends --follow", async () => {
  const following = shell.start(["local", "logs", "--follow"]);
  await following.until("CreateTable");
  following.child.kill("SIGINT");
  expect((await following.ended).code).toBe(130);
});

test("without a cloud it reports that, and starts none", async () => {
  const alone = openShell();
  const { code, stderr } = await alone.run(["local", "logs"]);
  await alone.close();
  expect(code).toBe(2);
  expect(stderr).toContain("No local cloud is running.");
});
