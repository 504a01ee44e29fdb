import { type StepId, stepIds } from "@long-running-api/kit/step-ids";
import type { Check } from "./engine/check.ts";

// A command loads the checks that it runs, and no more: that halves the time to its first line.
const lists: Readonly<Record<StepId, () => Promise<readonly Check[]>>> = {
  "01-table": async () => (await import("./01-table/checks.ts")).tableChecks,
  "02-lambda": async () => (await import("./02-lambda/checks.ts")).lambdaChecks,
  "03-api": async () => (await import("./03-api/checks.ts")).apiChecks,
  "04-workflow": async () => (await import("./04-workflow/checks.ts")).workflowChecks,
  "05-run": async () => (await import("./05-run/checks.ts")).runRecordChecks,
};

/** The checks of these steps, and of the steps before them, which may be the cause of their verdicts. */
export async function checksFor(steps: readonly StepId[]): Promise<readonly Check[]> {
  const last = Math.max(...steps.map((step) => stepIds.indexOf(step)));
  const loaded = await Promise.all(stepIds.slice(0, last + 1).map((step) => lists[step]()));
  return loaded.flat();
}
