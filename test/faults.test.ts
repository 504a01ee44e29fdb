import { createHash } from "node:crypto";
import { pythonWith } from "@long-running-api/test-support/programs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checks } from "../checks/all.ts";
import { type CheckId, type Outcome, pass, stepOf, type Verdict } from "../checks/engine/check.ts";
import type { Report, Reported } from "../checks/engine/report.ts";
import type { Fault } from "../instructor/fault.ts";
import { faults } from "../instructor/faults/index.ts";
import { judgedAgain } from "./support/judged-again.ts";
import { openRows } from "./support/rows/pool.ts";
import { altered, type Seam, seams } from "./support/seams.ts";
import { sentencesOf } from "./support/sentences.ts";
import type { Checked } from "./support/solved.ts";
import { sources } from "./support/sources.ts";
import { normalized, transcript, transcriptNames } from "./support/transcript.ts";

// Law 2: a check carries its proof. Each fault is put into a solved cloud of its own; exactly the checks that it
// trips fail, the first of them names the cause, the rest pass or follow from it; mended, everything passes.

const matrixMsMax = 600_000;
const { rowOf, close } = openRows();
afterAll(close);

function idsOf({ checks }: Report, ...outcomes: readonly Outcome[]): CheckId[] {
  return checks.filter(({ status }) => outcomes.includes(status)).map(({ id }) => id);
}

const python = pythonWith(["boto3"]);
const possible = faults.filter((fault) => python.command || !fault.python);
let chosen: readonly Fault[] = [];

describe.concurrent("each fault", () => {
  // Vitest runs five at a time; these mostly wait, so more of them are begun ahead. Only those that were asked for.
  // biome-ignore lint/correctness/noEmptyPattern: that is how vitest wants its first argument
  beforeAll(({}, { tasks }) => {
    const names = tasks.flatMap(({ mode, name }) => (mode === "run" ? [name] : []));
    chosen = possible.filter(({ id }) => names.some((name) => name.startsWith(`${id}: `)));
    for (const fault of inAnyOrder(chosen)) rowOf(fault.id).catch(() => {}); // it is thrown where it is awaited
  });

  for (const fault of faults)
    test(`${fault.id}: ${fault.story}`, { timeout: matrixMsMax }, async ({ skip }) => {
      if (!possible.includes(fault)) return skip(python.why);
      const { broken, apiId, mended, undone } = await rowOf(fault.id);
      const { report, text } = broken;
      expect(idsOf(report, "fail"), text).toEqual(fault.trips);
      expect(idsOf(report, "unknown"), text).toEqual(fault.unsure ?? []);
      expect(looseSkips(fault, report)).toEqual([]);
      expect(idsOf(mended.report, "fail", "skip", "unknown"), mended.text).toEqual([]);
      expect(undone.status).not.toBe("pass");
      const told = `${fault.story}\n$ npx tsx checks --solution\n\n${normalized(text, { apiId })}`;
      expect(told).toBe(transcript(fault.id, told));
    });
});

/** What is skipped must lead to the fault. */
function looseSkips({ trips, unsure = [] }: Fault, report: Report) {
  const causes: readonly (CheckId | null)[] = [...trips, ...unsure];
  return report.checks.filter(({ status, because }) => status === "skip" && !causes.includes(because));
}

describe("completeness", () => {
  test("the catalogue is well formed", () => {
    const ids = faults.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(faults.filter(({ step, trips }) => step !== stepOf(trips[0])).map(({ id }) => id)).toEqual([]);
    if (chosen.length === possible.length) expect(transcriptNames().sort()).toEqual([...ids].sort());
  });

  test("what cannot be brought about here is judged from an observation", {
    timeout: matrixMsMax,
  }, async () => {
    const solved = await solvedSeen();
    const wrong = seams.flatMap((seam) => {
      const { status } = verdictOf(seam, solved);
      return status === seam.status ? [] : [`${seam.check}, ${seam.story} ${status}`];
    });
    expect(wrong).toEqual([]);
  });

  test("every check fails for some fault", () => {
    const tripped = new Set([...faults.flatMap(({ trips }) => trips), ...failingSeams]);
    expect(checks.map(({ id }) => id).filter((id) => !tripped.has(id))).toEqual([]);
  });

  test("every sentence that a check can say is said", { timeout: matrixMsMax }, async ({ skip }) => {
    if (possible.length < faults.length) return skip(python.why);
    const solved = await solvedSeen();
    const all = await allRows();
    const told = [
      ...all.flatMap(({ broken, mended }) => [...broken.report.checks, ...mended.report.checks]),
      ...seams.map((seam) => verdictOf(seam, solved)),
    ];
    const texts = [...new Set(told.flatMap(textsOf))];
    const unsaid = sayings.filter((sentence) => !texts.some((text) => sentence.told.test(text)));
    console.log(`sentences of the checks: ${sayings.length - unsaid.length} said of ${sayings.length}`);
    expect(unsaid.map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([]);
  });

  test("every judge is needed: one that always passes is noticed", { timeout: matrixMsMax }, async () => {
    const solved = await solvedSeen();
    const all = await allRows();
    for (const { fault, broken } of all)
      expect(idsOf(await judgedAgain(checks, broken.seen), "fail"), fault.id).toEqual(fault.trips);
    const survivors: CheckId[] = [];
    for (const { id } of checks) {
      const mutated = checks.map((check) => (check.id === id ? { ...check, judge: () => pass("") } : check));
      const tripping = all.filter(({ fault }) => fault.trips.includes(id));
      const noticed = await Promise.all(
        tripping.map(async ({ fault, broken }) => {
          const again = idsOf(await judgedAgain(mutated, broken.seen), "fail");
          return again.join() !== fault.trips.join();
        }),
      );
      const bySeam = seams.some((seam) => seam.check === id && verdictOf(seam, solved).status !== "pass");
      if (!noticed.includes(true) && !bySeam) survivors.push(id);
    }
    console.log(`judges that always pass: ${checks.length - survivors.length} killed of ${checks.length}`);
    expect(survivors).toEqual([]);
  });
});

const failingSeams = seams.filter(({ status }) => status === "fail").map(({ check }) => check);

async function allRows() {
  return await Promise.all(possible.map(async (fault) => ({ fault, ...(await rowOf(fault.id)) })));
}

/** The solved environment, as the checks saw it once the first fault was mended. */
async function solvedSeen(): Promise<Checked["seen"]> {
  const [first] = possible;
  if (!first) throw new Error("There are no faults.");
  return (await rowOf(first.id)).mended.seen;
}

function verdictOf({ check: id, sets }: Seam, solved: Checked["seen"]): Verdict {
  const check = checks.find((each) => each.id === id);
  if (!check) throw new Error(`No check is called ${id}.`);
  return check.judge(altered(solved.get(id), sets));
}

/** The sentences in the files that judge. */
const sayings = sources(".ts")
  .filter(({ file }) => /^checks\/(\d\d-|rules\/(code|error-hint|status-answer)\.ts$)/.test(file))
  .flatMap(sentencesOf);

function textsOf(verdict: Partial<Record<keyof Reported, unknown>>): string[] {
  const { expected, observed, leadsTo, lookAt, hint, remarks = [], differences = [] } = verdict;
  const fields = (differences as readonly { field: string; right: string }[]).flatMap((each) => [
    each.field,
    each.right,
  ]);
  return [expected, observed, leadsTo, lookAt, hint, ...(remarks as readonly string[]), ...fields].filter(
    (text) => typeof text === "string",
  );
}

/** SEED=… shuffles them: their order must not matter. */
function inAnyOrder(some: readonly Fault[]): readonly Fault[] {
  const seed = process.env["SEED"];
  if (seed === undefined) return some;
  const rank = ({ id }: Fault) => createHash("sha256").update(`${seed}:${id}`).digest("hex");
  return [...some].sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
}
