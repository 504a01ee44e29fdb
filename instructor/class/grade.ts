import type { Report, Reported } from "../../checks/engine/report.ts";
import type { Points } from "./points.ts";
import type { Learner } from "./roster.ts";

/** A learner's result. */
export interface Grade extends Learner {
  readonly report: Report;
  readonly points: number;
  readonly pointsMax: number;
  /** Of the steps, in order. */
  readonly steps: readonly StepGrade[];
  /** The first check that fails, else the first that is not passed, if any. */
  readonly first: Reported | undefined;
}

export interface StepGrade {
  readonly step: string;
  readonly passed: number;
  readonly checks: number;
}

/** Grades a report: a check that passes gets its points, any other gets none. */
export function grade(person: Learner, report: Report, points: Points): Grade {
  const worth = ({ id }: Reported) => points.get(id) ?? 0;
  const passed = report.checks.filter(({ status }) => status === "pass");
  const steps = [...new Set(report.checks.map(({ step }) => step))].map((step) => ({
    step,
    passed: passed.filter((check) => check.step === step).length,
    checks: report.checks.filter((check) => check.step === step).length,
  }));
  return {
    ...person,
    report,
    points: sum(passed.map(worth)),
    pointsMax: sum(report.checks.map(worth)),
    steps,
    first:
      report.checks.find(({ status }) => status === "fail") ??
      report.checks.find(({ status }) => status !== "pass"),
  };
}

/** What a learner should look at first, in one line; a skipped check names its cause. */
export function remarkOf({ first }: Pick<Grade, "first">): string {
  if (first === undefined) return "all checks pass";
  const { id, status, observed, because } = first;
  return `${id} ${status}: ${observed ?? `because of ${because}`}`;
}

function sum(values: readonly number[]): number {
  return Math.round(values.reduce((total, value) => total + value, 0) * 1_000) / 1_000;
}
