import type { Names } from "@long-running-api/kit/names";
import { callbackStepId, type StepId, stepIds } from "@long-running-api/kit/step-ids";
import { sameWords } from "@long-running-api/kit/targets/same-words";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Report } from "../engine/report.ts";

export interface Shown {
  target: Pick<Target, "name">;
  names: Names;
  /** The steps that were reported. */
  steps: readonly StepId[];
  hint: boolean;
  solution: boolean;
}

/** The checks that fail if a step was not done at all. */
const notDone = /\/(exists|registered|started)$/;

/** The command that comes next: the next step, or more about the first check that failed. */
export function nextCommand({ checks }: Pick<Report, "checks">, shown: Shown): string | undefined {
  const words = sameWords(shown);
  const first = checks.find(({ status }) => status === "fail");
  if (first) {
    const failed = first.step;
    if (notDone.test(first.id)) return `npx tsx steps/${failed}${words}`;
    if (shown.solution) return `npx tsx checks/${failed}${words}`;
    return `npx tsx checks/${failed}${words} ${shown.hint ? "--solution" : "--hint"}`;
  }
  if (checks.some(({ status }) => status !== "pass")) return undefined; // the report names the cause
  const last = shown.steps.at(-1) ?? "05-run";
  const next = last === callbackStepId ? undefined : stepIds[stepIds.indexOf(last) + 1];
  return next === undefined ? "npx tsx exercises" : `npx tsx steps/${next}${words}`;
}
