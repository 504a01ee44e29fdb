import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import path from "node:path";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { descendantsOf, isAlive } from "@long-running-api/foundation/process";
import { waitUntil } from "@long-running-api/foundation/wait";
import { awsCli } from "@long-running-api/test-support/programs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openShell, type Running, type Shell } from "../support/shell.ts";

let shell: Shell;

beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.close());

interface Urls {
  aws: string;
  dashboard: string;
  conductor: string;
}

async function startLocal(...words: string[]): Promise<{ running: Running; urls: Urls }> {
  const running = shell.start(["local", "--json", "--port", "0", ...words]);
  await running.until(/^\{.*\}$/m);
  return { running, urls: JSON.parse(running.said().stdout) as Urls };
}

/** The status that a request with this Host header gets; fetch would set its own. */
async function statusFor(host: string, url: string): Promise<number | undefined> {
  const [response] = (await once(get(url, { headers: { host }, agent: false }), "response")) as [
    IncomingMessage,
  ];
  response.resume();
  return response.statusCode;
}

const addresses = () => readdirSync(path.join(shell.dataFolder, "running"));

async function tables(endpoint: string): Promise<string[]> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  return (await client.send(new ListTablesCommand({}))).TableNames ?? [];
}

async function gone(pids: readonly number[]): Promise<boolean> {
  const found = await waitUntil(async () => (pids.some(isAlive) ? undefined : true), {
    secondsMax: 15,
    everyMs: 50,
  });
  return found === true;
}

test("--json prints exactly one line, once ready, and SIGTERM stops it gracefully", async () => {
  const { running, urls } = await startLocal("--memory", "--allow-host", "lab.example.com");
  expect(urls.aws).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(urls.conductor).toBe(`${urls.aws}/api`);
  expect(await tables(urls.aws)).toEqual([]);
  expect((await fetch(`${urls.conductor}/metadata/workflow`)).status).toBe(200);
  for (const url of [`${urls.aws}/_local/status`, `${urls.dashboard}/`]) {
    expect(await statusFor("lab.example.com", url)).toBe(200);
    expect(await statusFor("other.example.com", url)).toBe(403);
  }
  expect(addresses()).toHaveLength(1);
  running.child.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0, stdout: `${JSON.stringify(urls)}\n`, stderr: "" });
  expect(addresses()).toEqual([]);
});

test("the printed example works as it is", async ({ skip }) => {
  if (process.platform === "win32") skip("the example is PowerShell's there");
  const cli = awsCli();
  if (!cli.command) return skip(cli.why);
  const local = shell.start(["local", "--memory", "--port", "0"]);
  await local.until("e.g. ");
  const [, example = ""] = /e\.g\. (.*)/.exec(local.said().stdout) ?? [];
  const nothing = { AWS_CONFIG_FILE: path.join(shell.dataFolder, "no-config") };
  const ran = await shell.runProgram("sh", ["-c", example], { env: nothing });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(ran.stdout)).toEqual({ TableNames: [] });
});

test("env points a shell at the running cloud, whatever was set before", async ({ skip }) => {
  if (process.platform === "win32") skip("the shell here is a POSIX one");
  const none = await shell.run(["local", "env"]);
  expect(none).toMatchObject({ code: 2, stdout: "" });
  expect(none.stderr).toContain("npx tsx local");
  const { urls } = await startLocal("--memory");
  const { stdout } = await shell.run(["local", "env", "--shell", "sh"]);
  const show =
    'echo "$AWS_ENDPOINT_URL $AWS_REGION $AWS_ACCESS_KEY_ID $CONDUCTOR_SERVER_URL [$AWS_PROFILE$AWS_SESSION_TOKEN]"';
  const ran = await shell.runProgram("sh", ["-c", `eval "$1"; ${show}`, "sh", stdout], {
    env: { AWS_PROFILE: "real", AWS_SESSION_TOKEN: "real" },
  });
  expect(ran.stdout).toBe(`${urls.aws} us-east-1 test ${urls.conductor} []\n`);
  const cli = awsCli();
  if (!cli.command) return;
  const listed = await shell.runProgram("sh", ["-c", 'eval "$1"; aws dynamodb list-tables', "sh", stdout], {
    env: { AWS_CONFIG_FILE: path.join(shell.dataFolder, "no-config") },
  });
  expect(JSON.parse(listed.stdout)).toEqual({ TableNames: [] });
});

test("a step starts one in the background; status and stop find it", { timeout: 60_000 }, async () => {
  expect((await shell.run(["local", "status"])).stdout).toContain("No local cloud is running");
  expect((await shell.run(["steps/01-table"])).code).toBe(0);
  const status = await shell.run(["local", "status", "--json"]);
  const seen = JSON.parse(status.stdout) as { running: boolean; background: boolean; pid: number };
  expect(seen).toMatchObject({ running: true, background: true });
  expect((await shell.run(["local", "stop"])).stdout).toContain("Stopped the local cloud");
  expect(isAlive(seen.pid)).toBe(false);
  expect(await shell.run(["local", "stop"])).toMatchObject({ code: 0 });
  expect(JSON.parse((await shell.run(["local", "status", "--json"])).stdout)).toEqual({ running: false });
  // The stored data is available again.
  expect((await shell.run(["checks/01-table"])).code).toBe(0);
});

test("a port in use is reported with a free one", async () => {
  const { urls } = await startLocal("--memory");
  const { port } = new URL(urls.aws);
  const { code, stdout, stderr } = await shell.run(["local", "--memory", "--port", port]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`Port ${port} is in use.`);
  expect(stderr).toContain("--port 0");
  expect(stderr).not.toMatch(/^ +at /m);
});

test("of two clouds the last is found; each removes only its own address", { timeout: 60_000 }, async () => {
  const first = await startLocal("--memory");
  const second = await startLocal("--memory");
  expect(addresses()).toHaveLength(2);
  expect((await shell.run(["steps/01-table"])).code).toBe(0);
  expect(await tables(first.urls.aws)).toEqual([]);
  expect(await tables(second.urls.aws)).toEqual(["lambda-invocation-status"]);
  second.running.child.kill("SIGINT");
  expect((await second.running.ended).code).toBe(0);
  expect(addresses()).toHaveLength(1);
  expect((await shell.run(["steps/01-table"])).code).toBe(0);
  expect(await tables(first.urls.aws)).toEqual(["lambda-invocation-status"]);
});

test("a second cloud on the same files is refused", async () => {
  await startLocal();
  const { code, stderr } = await shell.run(["local", "--port", "0"]);
  expect(code).toBe(2);
  expect(stderr).toContain("A local cloud is already running with this data folder.");
});

test("a lock file that names an unrelated live process does not lock the folder", async () => {
  writeFileSync(path.join(shell.dataFolder, "lock"), String(process.pid));
  expect((await shell.run(["steps/01-table"])).code).toBe(0);
});

test("a stale address is ignored, also when another program listens there now", async () => {
  const other = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nhello"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const aws = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const stale = { pid: 999_999, aws, conductor: `${aws}/api`, startedAt: "2999-01-01", background: false };
  mkdirSync(path.join(shell.dataFolder, "running"));
  writeFileSync(path.join(shell.dataFolder, "running", "999999.json"), JSON.stringify(stale));
  writeFileSync(path.join(shell.dataFolder, "running", "torn.json"), '{"pid":1');
  expect((await shell.run(["steps/01-table"])).code).toBe(0);
  other.close();
});

test("the data that a crash left behind is used again", { timeout: 60_000 }, async () => {
  const { running } = await startLocal();
  expect((await shell.run(["steps/01-table"])).code).toBe(0);
  running.child.kill("SIGKILL");
  await running.ended;
  expect(addresses()).toHaveLength(1);
  expect(readFileSync(path.join(shell.dataFolder, "lock"), "utf8")).toBe(String(running.child.pid));
  const { urls } = await startLocal();
  expect(await tables(urls.aws)).toEqual(["lambda-invocation-status"]);
});

test("a killed npx leaves no process behind", async ({ skip }) => {
  if (process.platform === "win32") skip("there is no ps to see it with");
  const npx = shell.startProgram("npx", ["tsx", "local", "--json", "--memory", "--port", "0"]);
  await npx.until(/^\{.*\}$/m);
  const started = descendantsOf(npx.child.pid ?? 0);
  expect(started.length).toBeGreaterThan(0);
  process.kill(npx.child.pid ?? 0, "SIGKILL"); // only this process: its children get no signal
  expect(await gone(started)).toBe(true);
});
