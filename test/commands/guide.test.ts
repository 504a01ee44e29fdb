import { afterAll, beforeAll, expect, test } from "vitest";
import { openShell, type Shell } from "../support/shell.ts";
import { inTerminal, needsTerminal } from "../support/terminal.ts";

const steps = ["01-table", "02-lambda", "03-api", "04-workflow", "05-run"];
const quick = ["--processing-seconds", "1"];
const asked = (step: string) => `Run npx tsx steps/${step}?`;
const guide = [process.execPath, "--import", "tsx", "guide"];

let shell: Shell;
beforeAll(() => {
  shell = openShell();
});
afterAll(() => shell.close());

test("without a terminal it never asks, and leaves no cloud behind", { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await shell.run(["guide", ...quick]);
  expect(stderr).toBe("");
  expect(stdout).toContain("The run is COMPLETED, and all");
  expect(stdout).not.toContain("\u001b");
  expect(code).toBe(0);
  const { stdout: status } = await shell.run(["local", "status", "--json"]);
  expect(JSON.parse(status)).toEqual({ running: false });
});

test("with --json stdout carries one document", { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await shell.run(["guide", ...quick, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ target: "local", exitCode: 0 });
  expect(stderr).toMatch(/all \d+ checks pass/);
  expect(code).toBe(0);
});

test("in a terminal it explains, asks, does, checks, and draws the workflow live", {
  timeout: 120_000,
}, async (context) => {
  needsTerminal(context);
  const { code, raw, text } = await inTerminal(
    shell,
    [...guide, ...quick],
    steps.map((step) => ({ until: asked(step), type: "\r" })),
    100,
  );
  expect(text).toContain("A slow function needs a place to store its status");
  expect(text).toMatch(/◐ http_poll_ref {2}HTTP_POLL {2}IN_PROGRESS {2}poll 1, next in \d s/);
  expect(text).toMatch(/the function has been working for \d\.\d s/);
  expect(text).toMatch(
    /poll 1: GET …\/test\/\S+ → 200 .*(PROCESSING|NOT_FOUND).*the condition did not hold; next in 5 s/,
  );
  expect(text).toMatch(/poll 2: GET …\/test\/\S+ → 200 .*COMPLETED.*the condition held/);
  expect(raw).toContain("\u001b[32m"); // colour, since this is a terminal
  expect(text).toContain("The run is COMPLETED, and all");
  expect(code).toBe(0);
});

test("a learner who answers no stops there, and sees how to continue", {
  timeout: 60_000,
}, async (context) => {
  needsTerminal(context);
  const { code, text } = await inTerminal(
    shell,
    [...guide, ...quick],
    [{ until: asked("01-table"), type: "n" }],
  );
  expect(text).toContain("Stopped before 01-table. npm start continues from here");
  expect(code).toBe(0);
});

test("Ctrl-C during the run leaves with 130, and no cloud", { timeout: 90_000 }, async (context) => {
  needsTerminal(context);
  const { code } = await inTerminal(
    shell,
    [...guide, "--yes", "--processing-seconds", "20"],
    [{ until: "poll 1:", type: "\u0003" }],
  );
  expect(code).toBe(130);
  const { stdout } = await shell.run(["local", "status", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ running: false });
});
