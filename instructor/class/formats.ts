import { writeCsv } from "./csv.ts";
import { type Grade, remarkOf } from "./grade.ts";
import type { Points } from "./points.ts";

/** A class as lines for the terminal. */
export function tableLines(grades: readonly Grade[]): string[] {
  const rows = [
    ["learner", "name", "points", ...stepsOf(grades), "first"],
    ...grades.map((each) => [
      each.learner,
      each.name,
      `${each.points}/${each.pointsMax}`,
      ...each.steps.map(({ passed, checks }) => `${passed}/${checks}`),
      remarkOf(each),
    ]),
  ];
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A class as CSV, for a spreadsheet. */
export function csv(grades: readonly Grade[]): string {
  return writeCsv([
    ["learner", "name", "status", "points", "max", ...stepsOf(grades), "first"],
    ...grades.map((each) => [
      each.learner,
      each.name,
      each.report.status,
      each.points,
      each.pointsMax,
      ...each.steps.map(({ passed, checks }) => `${passed} of ${checks}`),
      remarkOf(each),
    ]),
  ]);
}

/** A class as one JSON document. */
export function classDocument(target: string, grades: readonly Grade[]): object {
  return {
    version: 1,
    target,
    learners: grades.map(({ report, first, ...each }) => ({
      ...each,
      status: report.status,
      first: first?.id ?? null,
      checks: report.checks.map(({ id, status, observed, because }) => ({ id, status, observed, because })),
    })),
  };
}

/** Exercism's results.json, version 3: https://exercism.org/docs/building/tooling/test-runners/interface */
export function exercism({ report, steps }: Grade): object {
  const looked = report.checks.filter(({ status }) => status !== "unknown");
  if (looked.length === 0)
    return {
      version: 3,
      status: "error",
      message: report.checks[0]?.observed ?? "No check could run.",
      tests: [],
    };
  return {
    version: 3,
    status: report.status === "pass" ? "pass" : "fail",
    message: null,
    tests: report.checks.map(({ id, claim, status, step, expected, observed, because, hint }) => ({
      name: `${id}: ${claim}`,
      test_code: `npx tsx checks/${step}`,
      status: status === "pass" ? "pass" : status === "fail" ? "fail" : "error",
      task_id: steps.findIndex((each) => each.step === step) + 1,
      message:
        status === "pass"
          ? null
          : status === "skip"
            ? `Skipped because of ${because}.`
            : [observed, expected === null ? undefined : `expected: ${expected}`, hint]
                .filter(Boolean)
                .join("\n"),
    })),
  };
}

/** A plain autograder's JSON, as Gradescope and its like read it: a score, and tests with theirs. */
export function autograder({ report, points, pointsMax }: Grade, worth: Points): object {
  return {
    score: points,
    max_score: pointsMax,
    tests: report.checks.map(({ id, claim, status, observed, because }) => ({
      number: id,
      name: claim,
      score: status === "pass" ? (worth.get(id) ?? 0) : 0,
      max_score: worth.get(id) ?? 0,
      status: status === "pass" ? "passed" : "failed",
      output: observed ?? (because === null ? "" : `skipped because of ${because}`),
    })),
  };
}

function stepsOf(grades: readonly Grade[]): string[] {
  return grades[0]?.steps.map(({ step }) => step) ?? [];
}
