import { main } from "@long-running-api/kit/main";
import { tableChecks } from "../01-table.ts";
import { lambdaChecks } from "../02-lambda/index.ts";
import { apiChecks } from "../03-api/index.ts";
import { workflowChecks } from "../04-workflow/index.ts";
import type { Check } from "../check.ts";
import { runCommand } from "../command.ts";
import { completed, polled, requested, started, waited } from "./run.ts";

export const runRecordChecks: readonly Check[] = [started, requested, polled, completed, waited];

await main(import.meta, (argv) =>
  runCommand({
    argv,
    usage: "npx tsx checks/05-run",
    steps: ["05-run"],
    checks: [...tableChecks, ...lambdaChecks, ...apiChecks, ...workflowChecks, ...runRecordChecks],
  }),
);
