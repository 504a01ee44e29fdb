import { callbackStepId } from "@long-running-api/kit/step-ids";
import { beforeAll, describe, expect, test } from "vitest";
import { callbackChecks } from "../checks/06-callback/checks.ts";
import { checks, everyCheck } from "../checks/all.ts";
import { verdictLines } from "../checks/cli/reporters/text.ts";
import { type Check, type CheckId, type Outcome, pass, stepOf } from "../checks/engine/check.ts";
import { type Report, type Reported, reported } from "../checks/engine/report.ts";
import { errorHints } from "../checks/rules/error-hint.ts";
import { exercism } from "../instructor/class/formats.ts";
import { grade, remarkOf } from "../instructor/class/grade.ts";
import { onePointEach } from "../instructor/class/points.ts";
import type { Fault } from "../instructor/fault.ts";
import { faults } from "../instructor/faults/index.ts";
import { messagesOf } from "./support/messages.ts";
import { canonicalApiId } from "./support/observations/canonical.ts";
import { rightObservation, storedNames, storedObservations } from "./support/observations/stored.ts";
import { commandOf, replay } from "./support/replay.ts";
import { sources } from "./support/sources.ts";
import { spoken } from "./support/spoken.ts";
import {
  altered,
  type SyntheticObservation,
  syntheticObservations,
} from "./support/synthetic-observations.ts";
import { normalized, transcript, transcriptNames } from "./support/transcript.ts";

// The judges, without a cloud: each decides from what its probe once saw of each fault (test/observations). That
// probes still see that is proven by test/faults.test.ts.

// One message with the command that mends it, rather than a failure of every fault.
beforeAll(() => {
  const stored = storedNames();
  const isNew = ({ id }: Check) => rightObservation(id) === undefined;
  const unrecorded = faults.filter(({ id }) => !stored.includes(id));
  const titles = [
    ...(checks.some(isNew) ? ["the solved environment"] : []),
    ...(callbackChecks.some(isNew) ? ["the second method"] : []),
    ...unrecorded.map(({ id }) => `each fault ${id}:`),
  ];
  if (titles.length === 0) return;
  const ids = [...everyCheck.filter(isNew), ...unrecorded].map(({ id }) => id);
  const command = `RECORD=1 npx vitest run test/faults.test.ts -t "${titles.join("|")}"`;
  throw new Error(`Not recorded yet: ${ids.join(", ")}. Record them: ${command}`);
});

type Replayed = Awaited<ReturnType<typeof replay>>;
const replays = new Map<string, Promise<Replayed>>();

/** The report on a stored environment; each is judged once. */
function replayOf(name: string): Promise<Replayed> {
  const known = replays.get(name) ?? replay(checksOf(name), storedObservations(name));
  replays.set(name, known);
  return known;
}

/** The checks that judge a stored environment. */
function checksOf(name: string) {
  const second =
    name === "called-back" || faults.some(({ id, step }) => id === name && step === callbackStepId);
  return second ? callbackChecks : checks;
}

describe("each fault", () => {
  for (const fault of faults)
    test(fault.id, async () => {
      const { report, text } = await replayOf(fault.id);
      expect(idsOf(report, "fail"), text).toEqual(fault.trips);
      expect(idsOf(report, "unknown"), text).toEqual(fault.unsure ?? []);
      expect(looseSkips(fault, report)).toEqual([]);
      const printed = `${fault.story}\n$ npx tsx ${commandOf(fault)} --solution\n\n${normalized(text, { apiId: canonicalApiId })}`;
      expect(printed, ifRight(fault.id)).toBe(transcript(fault.id, printed));
    });
});

function ifRight(title: string): string {
  return `if the new text is right: RECORD=1 npx vitest run test/judges.test.ts -t "${title}"`;
}

/** A skipped check must lead to the fault. */
function looseSkips({ trips, unsure = [] }: Fault, report: Report) {
  const causes: readonly (CheckId | null)[] = [...trips, ...unsure];
  return report.checks.filter(({ status, because }) => status === "skip" && !causes.includes(because));
}

test.each(["solved", "solved-python", "called-back"])("%s passes", async (name) => {
  const { report, text } = await replayOf(name);
  expect(idsOf(report, "fail", "skip", "unknown"), text).toEqual([]);
});

describe("what no fault can cause here", () => {
  test.each(syntheticObservations)("$check: $story", (synthetic) => {
    expect(verdictOf(synthetic).status).toBe(synthetic.status);
  });

  test("what a learner reads then", () => {
    const { colors } = spoken([]);
    const printed = syntheticObservations.map((synthetic) => {
      const lines = verdictLines(verdictOf(synthetic), colors, { hint: true, solution: true });
      return `${synthetic.check}: ${synthetic.story}\n${lines.join("\n")}\n`;
    });
    const text = printed.join("\n");
    expect(text, ifRight("what a learner reads then")).toBe(transcript(syntheticName, text));
  });
});

test("a class report names the cause of each fault first, and where to look", async () => {
  for (const fault of faults) {
    const { report } = await replayOf(fault.id);
    const graded = grade({ name: "Ann", learner: "ann" }, report, onePointEach([]));
    const remark = remarkOf(graded);
    expect(remark, fault.story).toContain(`${fault.trips[0]} fail: `);
    expect(JSON.stringify(exercism(graded)), fault.story).toContain(
      JSON.stringify(graded.first?.hint).slice(1, -1),
    );
  }
});

/** The transcript of all synthetic observations. */
const syntheticName = "synthetic-observations";

const prove = "these need a fault, or an entry in test/support/synthetic-observations.ts, that shows them";

describe("completeness", () => {
  test("every fault has its transcript and its observations, and nothing else has", () => {
    const ids = faults.map(({ id }) => id).sort();
    expect(new Set(ids).size).toBe(ids.length);
    expect(faults.filter(({ step, trips }) => step !== stepOf(trips[0])).map(({ id }) => id)).toEqual([]);
    const left = "one for each fault; delete those of faults that are gone";
    expect(transcriptNames().sort(), left).toEqual([...ids, syntheticName].sort());
    expect(storedNames().sort(), left).toEqual([...ids, "solved", "solved-python", "called-back"].sort());
  });

  test("every check fails for some fault", () => {
    const failing = syntheticObservations.filter(({ status }) => status === "fail").map(({ check }) => check);
    const tripped = new Set([...faults.flatMap(({ trips }) => trips), ...failing]);
    expect(
      everyCheck.map(({ id }) => id).filter((id) => !tripped.has(id)),
      prove,
    ).toEqual([]);
  });

  test("every message of the checks is printed by some fault or synthetic observation", async () => {
    const names = ["solved", "solved-python", "called-back", ...faults.map(({ id }) => id)];
    const reports = await Promise.all(names.map(replayOf));
    const verdicts = [
      ...reports.flatMap(({ report }) => report.checks),
      ...syntheticObservations.map(verdictOf),
    ];
    const texts = [...new Set(verdicts.flatMap(textsOf))];
    const unprinted = messages.filter(({ printed }) => !texts.some((text) => printed.test(text)));
    console.log(
      `messages of the checks: ${messages.length - unprinted.length} of ${messages.length} printed`,
    );
    expect(
      unprinted.map(({ file, line, text }) => `${file}:${line} ${text}`),
      prove,
    ).toEqual([]);
  });

  test("every row of the hints for errors is for an error that some check sees", () => {
    const stored = faults.flatMap(({ id }) => [...storedObservations(id).values()]);
    const seen = stored.map((observation) => ("failure" in observation ? {} : observation.seen));
    const errors = [...seen, ...syntheticObservations.map(({ sets }) => sets)].flatMap(errorsIn);
    const invented = errorHints.filter(({ recorded }) => !errors.some((error) => error.includes(recorded)));
    expect(
      invented.map(({ recorded }) => recorded),
      prove,
    ).toEqual([]);
  });

  test("every judge is needed: a fault or a synthetic observation notices one that always passes", async () => {
    const survivors: CheckId[] = [];
    for (const { id } of everyCheck) if (!(await isNoticed(id))) survivors.push(id);
    console.log(
      `judges that always pass: ${everyCheck.length - survivors.length} killed of ${everyCheck.length}`,
    );
    expect(survivors, prove).toEqual([]);
  });
});

/** The errors of the function in what a check sees: in its answer, or in its log. */
function errorsIn(seen: unknown): string[] {
  const { error, log } = (seen ?? {}) as { error?: { type: string; message: string }; log?: string };
  return [...(error ? [`${error.type} ${error.message}`] : []), ...(log === undefined ? [] : [log])];
}

/** Whether something fails when a check always passes. */
async function isNoticed(id: CheckId): Promise<boolean> {
  if (syntheticObservations.some((each) => each.check === id && each.status !== "pass")) return true;
  for (const fault of faults.filter(({ trips }) => trips.includes(id))) {
    const mutated = checksOf(fault.id).map((each) =>
      each.id === id ? { ...each, judge: () => pass("") } : each,
    );
    const { report } = await replay(mutated, storedObservations(fault.id));
    if (idsOf(report, "fail").join() !== fault.trips.join()) return true;
  }
  return false;
}

function idsOf({ checks }: Report, ...outcomes: readonly Outcome[]): CheckId[] {
  return checks.filter(({ status }) => outcomes.includes(status)).map(({ id }) => id);
}

function verdictOf({ check: id, sets }: SyntheticObservation): Reported {
  const check = everyCheck.find((each) => each.id === id);
  const solved = rightObservation(id);
  if (!check || !solved || !("seen" in solved)) throw new Error(`No check ${id} sees anything.`);
  return reported(check, check.judge(altered(solved.seen, sets)), 0);
}

/** The messages in the files of judges. */
const messages = sources(".ts")
  .filter(({ file }) => /^checks\/(\d\d-|rules\/(code|error-hint|status-answer)\.ts$)/.test(file))
  .flatMap(messagesOf);

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
