import type { Output } from "@long-running-api/kit/output";
import type { StepId } from "@long-running-api/kit/step-ids";
import { checks } from "../checks/all.ts";
import { textReporter } from "../checks/cli/reporters/text.ts";
import type { Reported } from "../checks/engine/report.ts";
import { startOf } from "../checks/engine/run.ts";
import type { Work } from "../steps/step.ts";

export interface CheckedStep {
  verdicts: Reported[];
  /** Those that wait for the function. */
  pending: Promise<Reported[]>;
}

export interface Shown {
  announce: boolean;
  /** Prints only what does not pass; those that pass are counted. */
  short: boolean;
}

/** Runs a step's checks and prints their verdicts. */
export async function checkStep(
  step: StepId,
  { target, names, output }: Work,
  { announce, short }: Shown,
): Promise<CheckedStep> {
  if (announce) output.say(`  Checking it, npx tsx checks/${step}:`);
  const text = textReporter(output, { hint: false, solution: false });
  const onVerdict = (verdict: Reported) => {
    if (!short || verdict.status !== "pass") text.onVerdict(verdict);
  };
  const { report, pending } = await startOf(checks, {
    target,
    names,
    steps: [step],
    onVerdict,
  });
  const passed = report.checks.filter(({ status }) => status === "pass").length;
  if (short) output.say(`  ${output.colors.green("✔")} ${passed} of ${report.checks.length} checks pass`);
  return { verdicts: [...report.checks], pending };
}

/** Prints verdicts that are known already. */
export function printVerdicts(verdicts: readonly Reported[], output: Output): void {
  const text = textReporter(output, { hint: true, solution: false });
  for (const verdict of verdicts) text.onVerdict(verdict);
}

/** Step 3's probe request continued during the run: it takes as long as the function works. */
export async function printPending(
  pending: readonly Promise<Reported[]>[],
  output: Output,
): Promise<Reported[]> {
  const late = (await Promise.all(pending)).flat();
  if (late.length === 0) return late;
  output.say();
  output.say("  Checks that waited for the function:");
  const text = textReporter(output, { hint: false, solution: false });
  for (const verdict of late) text.onVerdict(verdict);
  return late;
}
