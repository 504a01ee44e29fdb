import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { describe, expect, test } from "vitest";
import { type CheckId, type Outcome, pass, stepOf } from "../checks/check.ts";
import { checks } from "../checks/index.ts";
import type { Report } from "../checks/report.ts";
import type { Fault } from "../instructor/fault.ts";
import { faults } from "../instructor/faults/index.ts";
import { mend } from "../instructor/practice/mend.ts";
import { findApi } from "../steps/03-api/find-api.ts";
import { atMost } from "./support/at-most.ts";
import { judgedAgain } from "./support/judged-again.ts";
import { type Checked, openSolved, type Practice } from "./support/solved.ts";
import { normalized, transcript, transcriptNames } from "./support/transcript.ts";

// Law 2: a check carries its proof. Each fault is put into a solved cloud of its own; exactly the checks that it
// trips fail, the first of them names the cause, the rest pass or follow from it; mended, everything passes.

/** What the checks said of one fault, before and after it was mended, and after its step was taken back. */
interface Row {
  fault: Fault;
  apiId: string;
  broken: Checked;
  mended: Report;
  undone: Report;
}

const atOnceMax = 6; // each waits most of the time: for its function, and for polls
const inTurn = atMost(atOnceMax);
const rows = new Map<string, Promise<Row>>();

/** Each row is made once, whoever asks first. */
function rowOf(fault: Fault): Promise<Row> {
  const known = rows.get(fault.id) ?? inTurn(() => makeRow(fault));
  rows.set(fault.id, known);
  return known;
}

async function makeRow(fault: Fault): Promise<Row> {
  const practice = await openSolved(needs[fault.id]);
  try {
    const apiId = await apiIdOf(practice);
    await fault.inject(practice);
    const broken = await practice.check();
    await mend(fault, practice.work());
    const mended = (await practice.check()).report;
    await practice.undo(fault.breaks ?? fault.step);
    const undone = (await practice.check([fault.step])).report;
    return { fault, apiId, broken, mended, undone };
  } finally {
    await practice.close();
  }
}

/** What a fault cannot do with a function that works for two seconds. */
const needs: Readonly<Record<string, { processingSeconds: number }>> = {
  "id-used-again": { processingSeconds: 4 },
};

async function apiIdOf({ target, names }: Practice): Promise<string> {
  return (await findApi(new APIGatewayClient(target.aws), names))?.id ?? "";
}

function idsOf({ checks }: Report, ...outcomes: readonly Outcome[]): CheckId[] {
  return checks.filter(({ status }) => outcomes.includes(status)).map(({ id }) => id);
}

describe.concurrent("each fault", () => {
  test.each(faults)("$id: $story", { timeout: 600_000 }, async (fault) => {
    const { broken, apiId, mended, undone } = await rowOf(fault);
    const { report, text } = broken;
    expect(idsOf(report, "fail"), text).toEqual(fault.trips);
    expect(idsOf(report, "unknown"), text).toEqual(fault.unsure ?? []);
    const causes: readonly (CheckId | null)[] = [...fault.trips, ...(fault.unsure ?? [])];
    const loose = report.checks.filter(
      ({ status, because }) => status === "skip" && !causes.includes(because),
    );
    expect(loose).toEqual([]);
    expect(idsOf(mended, "fail", "skip", "unknown")).toEqual([]);
    expect(undone.status).not.toBe("pass");
    const told = `${fault.story}\n$ npx tsx checks --solution\n\n${normalized(text, { apiId })}`;
    expect(told).toBe(transcript(fault.id, told));
  });
});

test("the catalogue is well formed", () => {
  const ids = faults.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(faults.filter(({ step, trips }) => step !== stepOf(trips[0])).map(({ id }) => id)).toEqual([]);
  expect(transcriptNames().sort()).toEqual([...ids].sort());
});

test("every judge is needed: one that always passes is noticed", { timeout: 600_000 }, async () => {
  const all = await Promise.all(faults.map(rowOf));
  const survivors: CheckId[] = [];
  for (const { fault, broken } of all) {
    const again = await judgedAgain(checks, broken.seen);
    expect(idsOf(again, "fail"), fault.id).toEqual(fault.trips);
  }
  for (const { id } of checks) {
    const mutated = checks.map((check) => (check.id === id ? { ...check, judge: () => pass("") } : check));
    const killer = await firstOf(all, async ({ fault, broken }) => {
      const failed = idsOf(await judgedAgain(mutated, broken.seen), "fail");
      return failed.join() !== fault.trips.join();
    });
    if (!killer) survivors.push(id);
  }
  console.log(`judges that always pass: ${checks.length - survivors.length} killed of ${checks.length}`);
  expect(survivors).toEqual([]);
});

async function firstOf<T>(all: readonly T[], fits: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await fits(one)) return one;
  return undefined;
}
