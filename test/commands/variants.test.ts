import { afterAll, beforeAll, expect, test } from "vitest";
import { checked } from "../support/checked.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { whatIsThere } from "../support/what-is-there.ts";

let shell: TestCloud;

beforeAll(async () => {
  shell = await openTestCloud();
  const solved = await shell.run(["instructor", "solve", "04-workflow", "--processing-seconds", "2"]);
  expect(solved.code, solved.stdout + solved.stderr).toBe(0);
});
afterAll(() => shell.close());

test("--sync shows the problem that the tutorial begins with, and deletes what it created for it", async () => {
  const before = await whatIsThere(shell);
  const { code, stdout } = await shell.run(["steps/05-run", "--sync"]);
  expect(code, stdout).toBe(0);
  expect(stdout).toMatch(/The execution [\w-]+ is FAILED after 3\.\d s: .*Read timed out/);
  expect(stdout).toContain("That is the problem");
  const after = await whatIsThere(shell);
  expect(after).toEqual({ ...before, logGroups: after.logGroups });
});

test("--as-printed builds the printed templates, the run gets stuck, and the checks say why", {
  timeout: 90_000,
}, async () => {
  expect((await shell.run(["steps/03-api", "--as-printed"])).code).toBe(0);
  const run = shell.start(["steps/05-run", "--request-id", "stuck"], { secondsMax: 80 });
  await run.until("poll 2");
  const api = await checked(shell, ["checks/03-api"]);
  expect(api.exitCode).toBe(1);
  const failed = api.checks.filter(({ status }) => status === "fail").map(({ id }) => id);
  expect(failed).toEqual(["03-api/post-acknowledgement", "03-api/get-body"]);
  const { code, stdout } = await run.ended;
  expect(code).toBe(2);
  expect(stdout).toContain('"body":"{');
  expect(stdout).toContain("It keeps running.");
  // That the run is stuck follows from what step 3 left.
  const ran = await checked(shell, ["checks/05-run"]);
  expect(ran.exitCode).toBe(1);
  expect(ran.checks.find(({ id }) => id === "05-run/completed")).toMatchObject({
    status: "skip",
    because: "03-api/post-acknowledgement",
  });

  // The working step repairs the API; the stuck run then completes by itself.
  expect((await shell.run(["steps/03-api"])).code).toBe(0);
  expect((await checked(shell, ["checks/03-api"])).exitCode).toBe(0);
});
