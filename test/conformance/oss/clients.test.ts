import { fileURLToPath } from "node:url";
import { type ServedConductor, serveConductor } from "@long-running-api/local-conductor/serve";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, expect } from "vitest";
import { openShell, type Shell } from "../../support/shell.ts";
import { driveWithSdk } from "./sdk-client.ts";
import { testOnOss } from "./shared.ts";

const test = testOnOss();
const python = pythonWith(["conductor"]);

let shell: Shell;
let embedded: ServedConductor;
beforeAll(async () => {
  // The SDK reads them before its arguments.
  for (const name of ["CONDUCTOR_SERVER_URL", "CONDUCTOR_AUTH_KEY", "CONDUCTOR_AUTH_SECRET"])
    delete process.env[name];
  shell = openShell();
  embedded = await serveConductor();
});
afterAll(async () => {
  await embedded.close();
  await shell.close();
});

/** The results that both clients must see on both servers. */
const greeted = {
  definition: "greet",
  runs: [
    {
      status: "COMPLETED",
      output: { said: "Hello, Ada" },
      correlationId: "Ada",
      tasks: [["greet", "COMPLETED", 0]],
    },
    { status: "FAILED", output: { said: null }, correlationId: "nobody", tasks: [["greet", "FAILED", 0]] },
  ],
  found: true,
};

test("the official JavaScript SDK drives Conductor OSS and the embedded engine alike", async ({ oss }) => {
  const there = await driveWithSdk(oss.api);
  expect(there).toEqual({ registered: "greeting_from_javascript", ...greeted });
  expect(await driveWithSdk(`${embedded.url}/api`)).toEqual(there);
});

test("the official Python client drives Conductor OSS and the embedded engine alike", async ({
  oss,
  skip,
}) => {
  if (python.command === undefined) return skip(python.why);
  const there = await drive(python.command, oss.api);
  expect(there).toEqual({ registered: "greeting_from_python", ...greeted });
  expect(await drive(python.command, `${embedded.url}/api`)).toEqual(there);
});

async function drive(command: string, api: string): Promise<unknown> {
  const script = fileURLToPath(new URL("./python_client.py", import.meta.url));
  const { code, stdout, stderr } = await shell.runProgram(command, [script, api]);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}
