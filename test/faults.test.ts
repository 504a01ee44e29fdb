import { createHash } from "node:crypto";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckId, Outcome } from "../checks/engine/check.ts";
import type { Report } from "../checks/engine/report.ts";
import type { Fault } from "../instructor/fault.ts";
import { faults } from "../instructor/faults/index.ts";
import { checkCalledBack, checkSolved } from "./support/fault-runs/fault-run.ts";
import { openFaultRuns } from "./support/fault-runs/pool.ts";
import type { Observations } from "./support/observations/observation.ts";
import { staleness, storeObservations } from "./support/observations/stored.ts";
import { commandOf } from "./support/replay.ts";
import { normalized, recording, transcript } from "./support/transcript.ts";

// Law 2: a check carries its proof. Each fault is put into a solved cloud; exactly the checks that it
// trips fail, the rest pass or follow from it; once mended, everything passes. And what is stored for
// test/judges.test.ts (transcripts and observations) is what is seen and said.

const matrixMsMax = 900_000;
const { faultRunOf, runAgain, close } = openFaultRuns();
afterAll(close);

const python = pythonWith(["boto3"]);
const possible = faults.filter((fault) => python.command || !fault.python);
const recorder = "RECORD=1 npx vitest run test/faults.test.ts";

// Vitest runs five at a time; these mostly wait, so more of them are started ahead, but only those that will run.
// biome-ignore lint/correctness/noEmptyPattern: vitest wants its first argument like this
beforeAll(({}, { tasks }) => {
  const tests = tasks.flatMap((task) => (task.type === "suite" ? task.tasks : [task]));
  const names = tests.flatMap(({ mode, name }) => (mode === "run" ? [name] : []));
  const chosen = possible.filter(({ id }) => names.some((name) => name.startsWith(`${id}: `)));
  for (const fault of inAnyOrder(chosen)) faultRunOf(fault.id).catch(() => {}); // rethrown where it is awaited
});

// One after the other, and before the faults: the other files say what is different from solved.json.
describe("the solved environment", () => {
  test("solved: with the function in JavaScript", { timeout: matrixMsMax }, async () => {
    const { report, observations, text } = await checkSolved("node");
    expect(idsOf(report, "fail", "skip", "unknown"), text).toEqual([]);
    expectStored("solved", observations, recorder);
  });

  test("solved-python: with the function in Python", { timeout: matrixMsMax }, async ({ skip }) => {
    if (!python.command) return skip(python.why);
    const { report, observations, text } = await checkSolved("python");
    expect(idsOf(report, "fail", "skip", "unknown"), text).toEqual([]);
    expectStored("solved-python", observations, `${recorder} -t "solved-python:"`);
  });
});

describe("the second method", () => {
  for (const runtime of ["node", "python"] as const)
    test(`called-back: with the function in ${runtime}`, { timeout: matrixMsMax }, async ({ skip }) => {
      if (runtime === "python" && !python.command) return skip(python.why);
      const { report, observations, text } = await checkCalledBack(runtime);
      expect(idsOf(report, "fail", "skip", "unknown"), text).toEqual([]);
      expectStored("called-back", observations, `${recorder} -t "called-back:"`);
    });
});

describe.concurrent("each fault", () => {
  for (const fault of faults)
    test(`${fault.id}: ${fault.story}`, { timeout: matrixMsMax, retry: 1 }, async ({ skip, task }) => {
      if (!possible.includes(fault)) return skip(python.why);
      // Dozens run at once on a busy machine: one that differs is run once more, and then all of it must agree.
      const isRepeated = (task.result?.retryCount ?? 0) > 0;
      const { broken, apiId, mended, undone } = await (isRepeated ? runAgain : faultRunOf)(fault.id);
      const { report, observations, text } = broken;
      expect(idsOf(report, "fail"), text).toEqual(fault.trips);
      expect(idsOf(report, "unknown"), text).toEqual(fault.unsure ?? []);
      expect(idsOf(mended.report, "fail", "skip", "unknown"), mended.text).toEqual([]);
      expect(undone.status).not.toBe("pass");
      const command = `${recorder} -t "each fault ${fault.id}:"`;
      const printed = `${fault.story}\n$ npx tsx ${commandOf(fault)} --solution\n\n${normalized(text, { apiId })}`;
      expect(printed, `test/transcripts/${fault.id}.txt is stale: ${command}`).toBe(
        transcript(fault.id, printed),
      );
      expectStored(fault.id, observations, command);
    });
});

/** The stored observations must match the current ones; `RECORD=1` stores them first. */
function expectStored(name: string, observations: Observations, command: string): void {
  if (recording) storeObservations(name, observations);
  expect(staleness(name, observations), `test/observations/${name}.json is stale: ${command}`).toEqual([]);
}

function idsOf({ checks }: Report, ...outcomes: readonly Outcome[]): CheckId[] {
  return checks.filter(({ status }) => outcomes.includes(status)).map(({ id }) => id);
}

/** SEED=… shuffles them: their order must not matter. */
function inAnyOrder(some: readonly Fault[]): readonly Fault[] {
  const seed = process.env["SEED"];
  if (seed === undefined) return some;
  const rank = ({ id }: Fault) => createHash("sha256").update(`${seed}:${id}`).digest("hex");
  return [...some].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
}
