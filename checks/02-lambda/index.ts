import { main } from "@long-running-api/kit/main";
import { tableChecks } from "../01-table.ts";
import type { Check } from "../check.ts";
import { runCommand } from "../command.ts";
import { permissions, role, tableName } from "./access.ts";
import { answers } from "./answers.ts";
import { codeRuns, handler, runtime } from "./code.ts";
import { active, concurrency, exists, timeout } from "./settings.ts";

/** Exists, then configured, then behaves. */
export const lambdaChecks: readonly Check[] = [
  exists,
  active,
  runtime,
  handler,
  codeRuns,
  timeout,
  concurrency,
  role,
  permissions,
  tableName,
  answers,
];

await main(import.meta, (argv) =>
  runCommand({
    argv,
    usage: "npx tsx checks/02-lambda",
    steps: ["02-lambda"],
    checks: [...tableChecks, ...lambdaChecks],
  }),
);
