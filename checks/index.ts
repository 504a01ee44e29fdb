import { main } from "@long-running-api/kit/main";
import { tableChecks } from "./01-table.ts";
import { lambdaChecks } from "./02-lambda/index.ts";
import { apiChecks } from "./03-api/index.ts";
import { workflowChecks } from "./04-workflow/index.ts";
import { runRecordChecks } from "./05-run/index.ts";
import { type Check, stepIds } from "./check.ts";
import { runCommand } from "./command.ts";
import type { Report } from "./report.ts";
import { type CheckRun, runOf } from "./run.ts";

/** Every check, in the order of the tutorial. */
export const checks: readonly Check[] = [
  ...tableChecks,
  ...lambdaChecks,
  ...apiChecks,
  ...workflowChecks,
  ...runRecordChecks,
];

/** Runs the checks of some steps, whoever asks. */
export function runChecks(run: CheckRun): Promise<Report> {
  return runOf(checks, run);
}

await main(import.meta, (argv) =>
  runCommand({ argv, usage: "npx tsx checks", steps: stepIds, checks, words: true }),
);
