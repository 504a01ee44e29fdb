import { expect, test } from "vitest";
import { cases } from "./cases.ts";
import { casesFor, causesFor, nextCase, randomCase } from "./choose.ts";
import { type PracticeRecord, withSolved } from "./record.ts";

const dayMs = 86_400_000;
const nothing: PracticeRecord = { solved: {} };

test("each case offers four causes, the right one among them, most with its symptom", () => {
  for (const own of cases) {
    const causes = causesFor(own, cases, "7");
    expect(causes).toContain(own);
    expect(new Set(causes.map(({ fault }) => fault)).size).toBe(4);
    const alike = cases.filter(({ symptom }) => symptom === own.symptom).length;
    expect(causes.filter(({ symptom }) => symptom === own.symptom).length).toBe(Math.min(alike, 4));
  }
});

test("the right cause is not always in the same place, and a seed decides where", () => {
  const places = cases.map((own) => causesFor(own, cases, "7").indexOf(own));
  expect(new Set(places)).toEqual(new Set([0, 1, 2, 3]));
  expect(cases.map((own) => causesFor(own, cases, "7").indexOf(own))).toEqual(places);
  expect(randomCase(cases, "7")).toBe(randomCase(cases, "7"));
});

test("new cases come by level; what is overdue comes first; with everything solved the next that is due", () => {
  expect(nextCase(cases, nothing, 0)?.level).toBe(1);
  const [first, second] = cases;
  if (!first || !second) throw new Error("There are no cases.");
  const once = withSolved(nothing, second.fault, { helped: false, nowMs: 0 });
  expect(nextCase(cases, once, dayMs - 1)).toBe(first);
  expect(nextCase(cases, once, dayMs)).toBe(second);
  const all = cases.reduce(
    (record, { fault }, index) => withSolved(record, fault, { helped: false, nowMs: index }),
    nothing,
  );
  expect(nextCase(cases, all, 0)).toBe(first);
});

test("a case comes back after 1, 3, 7 and 21 days; with help it begins again", () => {
  let record = nothing;
  const days = [1, 3, 7, 21, 21].map((expected) => {
    record = withSolved(record, "x", { helped: false, nowMs: 0 });
    return [expected, (record.solved["x"]?.dueMs ?? 0) / dayMs];
  });
  for (const [expected, seen] of days) expect(seen).toBe(expected);
  expect(withSolved(record, "x", { helped: true, nowMs: 0 }).solved["x"]).toEqual({
    inARow: 1,
    dueMs: dayMs,
  });
});

test("the levels are those that the command's help names", () => {
  expect([...new Set(cases.map(({ level }) => level))].sort()).toEqual([1, 2, 3]);
});

test("cases are chosen by step and level", () => {
  const some = casesFor(cases, { step: "03-api", level: 3 });
  expect(some.length).toBeGreaterThan(2);
  expect(some.every(({ step, level }) => step === "03-api" && level === 3)).toBe(true);
});
