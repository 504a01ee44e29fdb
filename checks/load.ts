import { callbackStepId, type StepId, stepIds, type TutorialStepId } from "@long-running-api/kit/step-ids";
import type { Check } from "./engine/check.ts";

// A command loads the checks that it runs, and no more: that halves the time to its first line.
const lists: Readonly<Record<TutorialStepId, () => Promise<readonly Check[]>>> = {
  "01-table": async () => (await import("./01-table/checks.ts")).tableChecks,
  "02-lambda": async () => (await import("./02-lambda/checks.ts")).lambdaChecks,
  "03-api": async () => (await import("./03-api/checks.ts")).apiChecks,
  "04-workflow": async () => (await import("./04-workflow/checks.ts")).workflowChecks,
  "05-run": async () => (await import("./05-run/checks.ts")).runRecordChecks,
};

const callback = async () => (await import("./06-callback/checks.ts")).callbackChecks;

/** The checks of these steps, and of the tutorial's steps before them, which may be the cause of their verdicts. */
export async function checksFor(steps: readonly StepId[]): Promise<readonly Check[]> {
  const last = stepIds.findLastIndex((id) => steps.includes(id));
  const loaded = await Promise.all([
    ...stepIds.slice(0, last + 1).map((step) => lists[step]()),
    ...(steps.includes(callbackStepId) ? [callback()] : []), // it is independent of the others
  ]);
  return loaded.flat();
}
