import type { Check } from "../engine/check.ts";
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
