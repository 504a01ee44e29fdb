import { callbackNames } from "@long-running-api/kit/names";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordRun } from "../../dashboard/runs/record-run.ts";
import { openCalledBack, type Practice } from "../support/solved.ts";

// The second method beside the tutorial, in one embedded cloud. Its runs in both languages, and its faults, are in
// test/faults.test.ts.

let practice: Practice;
beforeAll(async () => {
  practice = await openCalledBack();
}, 120_000);
afterAll(() => practice.close());

test("the page records its run as a callback, with the request that completes the task", async () => {
  const conductor = await practice.target.conductor();
  const { workflow } = callbackNames(practice.names);
  const [newest] = await conductor.executions(`workflowType='${workflow}'`);
  const execution = await conductor.execution(newest?.workflowId ?? "");
  const record = recordRun({ execution: execution ?? {} });
  expect(record).toMatchObject({ kind: "callback", status: "COMPLETED" });
  expect(record.requests.map(({ purpose, to }) => `${purpose} to ${to}`)).toContain("callback to conductor");
});

test("a loop is proof and fallback too, and the step is safe to repeat", { timeout: 120_000 }, async () => {
  await practice.apply(["06-callback"], { loop: true });
  const { report, text } = await practice.check(["06-callback"]);
  expect(report.exitCode, text).toBe(0);
});

test("the tutorial's checks never take its function, API or workflow for theirs", {
  timeout: 120_000,
}, async () => {
  const { report, text } = await practice.check(["01-table", "02-lambda", "03-api", "04-workflow"]);
  const wrong = report.checks.filter(({ status }) => status !== "pass" && status !== "skip");
  expect(
    wrong.map(({ id }) => id),
    text,
  ).toEqual(["04-workflow/registered"]);
});

test("undone, it leaves only what the tutorial's steps made", { timeout: 60_000 }, async () => {
  await practice.undo("06-callback");
  const conductor = await practice.target.conductor();
  const { workflow } = callbackNames(practice.names);
  expect(await conductor.definition(workflow)).toBeUndefined();
  expect(await conductor.taskDefinitions()).toEqual([]);
  expect(await conductor.executions(`workflowType='${workflow}'`)).toEqual([]);
  const { report } = await practice.check(["06-callback"]);
  expect(report.checks.map(({ status }) => status)).toEqual(["fail", "fail", "skip", "skip", "skip", "skip"]);
});
