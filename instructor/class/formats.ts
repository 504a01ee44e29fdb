import { columnsOf } from "@long-running-api/kit/terminal-text";
import type { Reported } from "../../checks/engine/report.ts";
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
  const cells = rows.map((row) => row.map(oneLine));
  const widths =
    cells[0]?.map((_, index) => Math.max(...cells.map((row) => columnsOf(row[index] ?? "")))) ?? [];
  return cells.map((row) =>
    row
      .map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - columnsOf(cell)))
      .join("  ")
      .trimEnd(),
  );
}

/** Learners' text may contain line ends and terminal codes. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
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

/**
 * Exercism's results.json, version 3: https://exercism.org/docs/building/tooling/test-runners/interface. Its tasks are the
 * steps. A check that could not be judged is an error; if none could, the whole is one.
 */
export function exercism({ report, steps }: Grade): object {
  const [first] = report.checks;
  const error = !report.checks.some(({ status }) => status === "pass" || status === "fail");
  const status = error ? "error" : report.status === "pass" ? "pass" : "fail";
  return {
    version: 3,
    status,
    message: error ? cut(first ? explanationOf(first) : "There are no checks.", messageMax) : null,
    tests: report.checks.map((check) => ({
      name: `${check.id}: ${check.claim}`,
      status: check.status === "pass" || check.status === "fail" ? check.status : "error",
      message: check.status === "pass" ? null : cut(explanationOf(check), messageMax),
      output: check.status === "pass" ? cut(check.observed ?? "", outputMax) : null,
      test_code: `npx tsx checks/${check.step}`,
      task_id: steps.findIndex((each) => each.step === check.step) + 1,
    })),
  };
}

/** Exercism's limits, in characters. */
const messageMax = 65_535;
const outputMax = 500;

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** What is wrong, what was expected and where to look; never the solution. */
function explanationOf({ status, expected, observed, because, hint }: Reported): string {
  if (status === "skip") return `Skipped because of ${because}.`;
  return [observed, expected === null ? undefined : `expected: ${expected}`, hint].filter(Boolean).join("\n");
}

/** Gradescope's results.json: https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export function autograder({ report, points, first }: Grade, worth: Points): object {
  return {
    score: points,
    output: remarkOf({ first }),
    output_format: "text",
    tests: report.checks.map((check) => ({
      name: `${check.id}: ${check.claim}`,
      name_format: "text",
      score: check.status === "pass" ? (worth.get(check.id) ?? 0) : 0,
      max_score: worth.get(check.id) ?? 0,
      status: check.status === "pass" ? "passed" : "failed",
      output: check.status === "pass" ? (check.observed ?? "") : explanationOf(check),
      output_format: "text",
    })),
  };
}

function stepsOf(grades: readonly Grade[]): string[] {
  return grades[0]?.steps.map(({ step }) => step) ?? [];
}
