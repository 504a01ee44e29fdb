import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openShell, type Shell } from "../support/shell.ts";

const preload = new URL("../support/loopback-only.mjs", import.meta.url).href;

/** Settings that may exist on the machine of someone who works with AWS and Orkes. */
const credentials = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "FwoGZXIvYXdzEXAMPLE",
  AWS_REGION: "eu-central-1",
  AWS_PROFILE: "production",
  AWS_ENDPOINT_URL: "https://aws.example.com",
  AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.example.com",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/token",
  AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/production",
  CONDUCTOR_SERVER_URL: "https://developer.orkescloud.com/api",
  CONDUCTOR_AUTH_KEY: "key",
  CONDUCTOR_AUTH_SECRET: "secret",
  HTTPS_PROXY: "http://proxy.example.com:3128",
  HTTP_PROXY: "http://proxy.example.com:3128",
};

let shell: Shell;
let file: string;

beforeEach(() => {
  shell = openShell({ ...credentials, NODE_OPTIONS: `--import=${preload}` });
  file = path.join(shell.dataFolder, "connections.jsonl");
  shell.env["CONNECTIONS_FILE"] = file;
});
afterEach(async () => {
  await shell.close();
  rmSync(file, { force: true });
});

interface Connection {
  kind: string;
  where: string;
  command: string[];
}

function connections(): Connection[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Connection);
}

const leaving = ({ where }: Connection) => !/^(127\.0\.0\.1|::1|localhost)$/.test(where);

test("without --target nothing leaves this machine, whatever credentials exist", {
  timeout: 180_000,
}, async () => {
  const commands = [
    ["instructor", "solve", "05-run", "--processing-seconds", "1"],
    ["checks"],
    ["steps/05-run", "--undo"],
    ["doctor"],
    ["local", "status"],
    ["instructor", "reset", "--all", "--yes"],
    ["guide", "--processing-seconds", "1"],
    ["local", "stop"],
  ];
  for (const words of commands) {
    const { code, stdout, stderr } = await shell.run(words);
    expect(code, `${words.join(" ")}:\n${stdout}${stderr}`).toBe(0);
  }
  const seen = connections();
  expect(seen.filter(leaving)).toEqual([]);
  // The cloud in the background was watched too: it is what calls the API, for Conductor.
  expect(seen.some(({ command }) => command[0]?.includes(path.join("local", "index.ts")))).toBe(true);
});

test("the watch sees what leaves: --target aws would", async () => {
  const { code } = await shell.run(["checks/01-table", "--target", "aws"], {
    env: { AWS_ENDPOINT_URL: "https://aws.example.com", AWS_PROFILE: "" },
  });
  expect(code).toBe(2);
  expect(
    connections()
      .filter(leaving)
      .map(({ where }) => where),
  ).toContain("aws.example.com");
});
