import { afterAll, beforeAll, expect, test } from "vitest";
import { mend } from "../../instructor/practice/mend.ts";
import { observeLatestCallback } from "../../practice/callback-symptom.ts";
import { type Case, cases, faultNamed } from "../../practice/cases.ts";
import { casesFor, causesFor, randomCase } from "../../practice/choose.ts";
import { observe, observeLatest } from "../../practice/symptom.ts";
import { prepareCallback } from "../../steps/06-callback/apply.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { builtArguments } from "../support/commands/built.ts";
import { openPractice, type Practice, pollFrequently } from "../support/solved.ts";
import { inTerminal, needsTerminal } from "../support/terminal.ts";

let shell: TestCloud;
beforeAll(async () => {
  shell = await openTestCloud();
});
afterAll(() => shell.close());

const practice = (...words: string[]) => [process.execPath, ...builtArguments(["practice", ...words])];

test("a case: the symptom, hints, a wrong cause, the right one; then it is solved, listed, and the system is right again", {
  timeout: 150_000,
}, async (context) => {
  needsTerminal(context);
  const own = cases.find(({ fault }) => fault === "definition-gone");
  if (!own) throw new Error("The case is gone.");
  const among = casesFor(cases, { step: "04-workflow", level: 1 });
  const seed = seedOf(own, among);
  const causes = causesFor(own, cases, seed);
  const right = causes.indexOf(own);
  const wrong = right === 0 ? 1 : 0;
  const { code, text } = await inTerminal(
    shell,
    practice("--step", "04-workflow", "--level", "1", "--seed", seed),
    [
      { until: "q quit for now", type: "h" },
      { until: "hint 1", type: "a" },
      { until: "What is the cause?", type: "" },
      { until: "4  ", type: String(wrong + 1) },
      { until: "That is not it", type: "a" },
      { until: "4  ", type: String(right + 1) },
      { until: "Enter another case", type: "q" },
    ],
    120,
  );
  expect(text).toContain("Level 1: Conductor does not start the run");
  expect(text).toMatch(/404 No such workflow/);
  expect(text).toMatch(/✔ That is the cause[\s\S]*✖ registered/);
  expect(text.indexOf("registered")).toBeGreaterThan(text.indexOf("That is the cause"));
  expect(code).toBe(0);
  const list = await shell.run(["practice", "list", "--json"]);
  expect(JSON.parse(list.stdout)).toMatchObject({ solved: 1, total: cases.length, due: 0 });
  const { stdout } = await shell.run(["checks/04-workflow", "--learner", "practice"]);
  expect(stdout).toContain("0 failed");
});

/** A seed that chooses this case. */
function seedOf(own: Case, among: readonly Case[]): string {
  for (let seed = 0; seed < 1_000; seed += 1)
    if (randomCase(among, String(seed)) === own) return String(seed);
  throw new Error("No seed chooses this case.");
}

test("cases show the symptom that they are listed with", { timeout: 120_000 }, async () => {
  const place: Practice = await openPractice({ learner: "practice", processingSeconds: 2 });
  try {
    await place.apply(["01-table", "02-lambda", "03-api", "04-workflow"]);
    await pollFrequently(place);
    // The quickest to see of each kind, the last ones of which undo no more than the workflow.
    for (const id of [
      "body-always-completed",
      "get-template-broken",
      "stage-gone",
      "condition-of-other-path",
    ]) {
      const own = cases.find(({ fault }) => fault === id);
      const fault = faultNamed(id);
      await fault.inject(place);
      const { kind } = await observe(place, { secondsMax: 7, workSeconds: 4 });
      expect(kind, id).toBe(own?.symptom);
      await mend(fault, place.work({ "processing-seconds": "2" }));
      await pollFrequently(place);
    }
    const slash = faultNamed("ran-with-slash");
    await slash.inject(place);
    expect(await observeLatest(place, 4)).toMatchObject({ kind: "poll fails", requestId: "reports/7" });
    await slash.cleanUp?.(place);
    await prepareCallback(place.work({ "processing-seconds": "0" }));
    await faultNamed("callback-forged").inject(place);
    const { kind, lines } = await observeLatestCallback(place);
    expect(kind, lines.join("\n")).toBe("reported early");
  } finally {
    await place.close();
  }
});

test("without a terminal it says what works", async () => {
  const { code, stderr } = await shell.run(["practice"]);
  expect(code).toBe(2);
  expect(stderr).toContain("npx tsx practice list");
});
