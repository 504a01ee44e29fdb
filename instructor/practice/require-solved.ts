import { Problem } from "@long-running-api/foundation/problem";
import { everyStepId, type StepId } from "@long-running-api/kit/step-ids";
import { everyCheck } from "../../checks/all.ts";
import { runOf } from "../../checks/engine/run.ts";
import type { Place } from "../fault.ts";

/** Checks that call the API and take as long as the function works: too long to wait for before each exercise. */
const calls: readonly string[] = [
  "03-api/post-is-asynchronous",
  "03-api/get-unknown-id",
  "03-api/get-processing",
  "03-api/get-completed",
];

/** Refuses an environment that does not pass: its mistake could not be distinguished from the fault. */
export async function requireSolved({ target, names }: Place, step: StepId): Promise<void> {
  const wanted = everyStepId.slice(0, everyStepId.indexOf(step) + 1);
  const configured = everyCheck.filter(({ id }) => !calls.includes(id));
  const report = await runOf(configured, { target, names, steps: wanted });
  const wrong = report.checks.find(({ status }) => status !== "pass");
  if (!wrong) return;
  throw new Problem(
    `The environment is not solved up to ${step}: only one that passes its checks can be broken for practice.`,
    { [wrong.id]: `${wrong.status}${wrong.observed ? `: ${wrong.observed}` : ""}` },
    `npx tsx instructor solve ${step}${names.learner === undefined ? "" : ` --learner ${names.learner}`}`,
  );
}
