import { tableChecks } from "./01-table/checks.ts";
import { lambdaChecks } from "./02-lambda/checks.ts";
import { apiChecks } from "./03-api/checks.ts";
import { workflowChecks } from "./04-workflow/checks.ts";
import { runRecordChecks } from "./05-run/checks.ts";
import { callbackChecks } from "./06-callback/checks.ts";
import type { Check } from "./engine/check.ts";

/** The checks of the tutorial, in the order of the tutorial. */
export const checks: readonly Check[] = [
  ...tableChecks,
  ...lambdaChecks,
  ...apiChecks,
  ...workflowChecks,
  ...runRecordChecks,
];

/** Those, and the checks of the second method. */
export const everyCheck: readonly Check[] = [...checks, ...callbackChecks];
