import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { builtArguments } from "../support/commands/built.ts";
import { inTerminal, needsTerminal } from "../support/terminal.ts";

let shell: TestCloud;

beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());

const watch = (...words: string[]) => [process.execPath, ...builtArguments(["checks", "--watch", ...words])];

test("verdicts follow the work; n continues once a step passes, h hints, l lists, x explains, q quits", {
  timeout: 90_000,
}, async (context) => {
  needsTerminal(context);
  const { code, text } = await inTerminal(
    shell,
    watch(),
    [
      { until: "01-table: 4 of 4 pass", type: "n" },
      { until: "02-lambda: 0 of", type: "h" },
      { until: "hint ", type: "x" },
      { until: "npx tsx steps/02-lambda --undo undoes this step", type: "n" },
      { until: "Press n again to continue anyway", type: "l" },
      { until: "all steps:", type: "q" },
    ],
    80,
    async (terminal) => {
      await terminal.until("01-table: 0 of 4 pass");
      expect(await shell.run(["steps/01-table"])).toMatchObject({ code: 0 });
    },
  );
  expect(text).toMatch(/01-table: 0 of 4 pass[\s\S]*no table lambda-invocation-status/);
  expect(text).toMatch(/03-api {7}✖/);
  expect(code).toBe(1);
});

test("c also makes the probe request; Ctrl-C ends with 130", { timeout: 90_000 }, async (context) => {
  needsTerminal(context);
  expect(
    await shell.run(["steps", "01-table", "02-lambda", "03-api", "--processing-seconds", "1"]),
  ).toMatchObject({ code: 0 });
  const { code, text } = await inTerminal(
    shell,
    watch("01-table", "02-lambda", "03-api"),
    [
      { until: "01-table: 4 of 4 pass", type: "c" },
      { until: "pass, including the probe request", type: "\u0003" },
    ],
    80,
  );
  expect(text).toMatch(/All \d+ pass, including the probe request/);
  expect(code).toBe(130);
});

test("without a terminal it reports that, and names the command that checks once", async () => {
  const { code, stderr } = await shell.run(["checks", "--watch"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--watch needs a terminal[\s\S]*npx tsx checks --json/);
});
