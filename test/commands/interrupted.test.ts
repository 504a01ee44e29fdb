import { isAlive } from "@long-running-api/foundation/process";
import { waitUntil } from "@long-running-api/foundation/wait";
import { findCloud } from "@long-running-api/kit/local-cloud/background";
import { freePort } from "@long-running-api/test-support/free-port";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rememberPort } from "../../local/port.ts";
import { checked, notPassed } from "../support/checked.ts";
import { openShell, type Running, type Shell } from "../support/shell.ts";

let shell: Shell;

beforeEach(() => {
  shell = openShell();
});
afterEach(() => shell.close());

const quickly = ["--processing-seconds", "1"];

/** Ctrl-C in a terminal reaches the command and what it started. */
function pressCtrlC({ child }: Running): void {
  if (process.platform === "win32") child.kill("SIGINT");
  else process.kill(-(child.pid ?? 0), "SIGINT");
}

async function isGone(pid: number | undefined): Promise<boolean> {
  if (pid === undefined) return true;
  const gone = await waitUntil(async () => (isAlive(pid) ? undefined : true), {
    secondsMax: 15,
    everyMs: 50,
  });
  return gone === true;
}

test("stopping the local cloud during a step is reported, and a repeat continues", {
  timeout: 240_000,
}, async () => {
  // Not the usual port: once it is free, the cloud of another test may take it, and the definition holds this address.
  rememberPort(shell.dataFolder, `http://127.0.0.1:${await freePort()}`);
  expect(await shell.run(["instructor", "solve", "04-workflow", ...quickly])).toMatchObject({ code: 0 });
  const run = shell.start(["steps/05-run"]);
  await run.until("poll 1");
  expect(await shell.run(["local", "stop"])).toMatchObject({ code: 0 });
  const { code, stderr } = await run.ended;
  expect({ code, stderr }).toMatchObject({ code: 2 });
  expect(stderr).toContain("Run the same command again");
  expect(stderr).not.toMatch(/^ +at /m);
  const again = await shell.run(["steps/05-run"]);
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(notPassed(await checked(shell, ["checks/05-run"]))).toEqual([]);
});

test("Ctrl-C at any moment of npm start leaves nothing running, and a repeat recovers", {
  timeout: 300_000,
}, async () => {
  const moments = ["Orchestrating", "1/5", "2/5", /trusts Lambda/, /and may invoke/, "4/5", "poll 1"];
  for (const moment of moments) {
    const guide = shell.start(["guide", ...quickly]);
    await guide.until(moment);
    const cloud = await findCloud(shell.dataFolder);
    pressCtrlC(guide);
    const { code, stderr } = await guide.ended;
    expect({ moment, code, stderr }).toMatchObject({ moment, code: 130 });
    expect(stderr).not.toMatch(/^ +at |bug in this project/m);
    expect(await isGone(cloud?.pid), `the cloud, after Ctrl-C at ${moment}`).toBe(true);
  }
  const { code, stdout, stderr } = await shell.run(["guide", ...quickly]);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain("checks pass");
});

test("two concurrent npm start in one clone both complete", { timeout: 240_000 }, async () => {
  const both = await Promise.all([shell.run(["guide", ...quickly]), shell.run(["guide", ...quickly])]);
  for (const { code, stdout, stderr } of both) expect(code, stdout + stderr).toBe(0);
  expect(await findCloud(shell.dataFolder)).toBeUndefined();
});
