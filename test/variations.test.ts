import { stepIds } from "@long-running-api/kit/step-ids";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { Report } from "../checks/engine/report.ts";
import { run } from "../instructor/faults/change/run.ts";
import { openPractice, pollFrequently } from "./support/solved.ts";
import { solvedClouds } from "./support/solved-clouds.ts";
import { variations } from "./variations/index.ts";

// No false alarms: designs that differ from the steps' and work, each in a cloud with the steps applied, run and checked.

// They mostly wait: for the function's two seconds of work, and between polls.
vi.setConfig({ maxConcurrency: 12 });

const python = pythonWith(["boto3"]);

const applied = solvedClouds(async () => {
  const practice = await openPractice();
  await practice.apply(stepIds.slice(0, 4));
  await pollFrequently(practice);
  return practice;
});
afterAll(applied.close);

describe.concurrent("no valid design is called wrong", () => {
  for (const variation of variations) {
    const { story, change, input = { requestId: "67890" }, workflow, unsure = [], chosen } = variation;
    test(story, { timeout: 180_000 }, async ({ skip }) => {
      if (variation.python && !python.command) return skip(python.why);
      await applied.use(async (practice) => {
        const { target, names } = practice;
        await change(practice);
        await run(input)({ target, names: { ...names, workflow: workflow ?? names.workflow } });
        const { report, text } = await practice.check(stepIds, chosen);
        expect(idsOf(report, "fail"), text).toEqual([]);
        expect(idsOf(report, "unknown"), text).toEqual(unsure);
        if (unsure.length === 0) expect(report.exitCode, text).toBe(0);
      });
    });
  }

  test("each is listed once", () => {
    const stories = variations.map(({ story }) => story);
    expect(new Set(stories).size).toBe(stories.length);
  });
});

function idsOf({ checks }: Report, outcome: string): string[] {
  return checks.filter(({ status }) => status === outcome).map(({ id }) => id);
}
