import { setTimeout as sleep } from "node:timers/promises";
import type { Look } from "../engine/probe-context.ts";
import { Gone } from "../engine/resource-disappeared.ts";
import type { CodeSeen } from "../rules/code.ts";
import { type WorkTime, workTime } from "../rules/work-time.ts";
import { findFunction } from "./find-function.ts";
import { findFunctionTable } from "./find-table.ts";
import { addressOf, type FunctionSeen, getFunction } from "./function.ts";
import { functionCode } from "./function-code.ts";
import { type ActionDecision, decisionsOf, getRole, hangOnCondition, type RoleSeen } from "./role.ts";
import { actionsOf, tableActions } from "./table-actions.ts";

// What the checks ask of the function once it is known to exist.

export async function theFunction(look: Look): Promise<FunctionSeen> {
  const { found } = await look.ask(findFunction);
  if (!found) throw new Gone("The function");
  return found;
}

const settleSecondsMax = 20;

/** The function once Lambda is done making or changing it: the console answers before that. */
export async function settledFunction(look: Look): Promise<FunctionSeen> {
  let settings = await look.ask(theFunction);
  const start = look.now();
  while (settings.state === "Pending" || settings.lastUpdateStatus === "InProgress") {
    const elapsedSeconds = (look.now() - start) / 1000;
    if (elapsedSeconds >= settleSecondsMax) break;
    look.onProgress({
      what: `function ${settings.name} is being made ready`,
      elapsedSeconds,
      limitSeconds: settleSecondsMax,
    });
    await sleep(1000, undefined, { signal: look.signal });
    settings = (await getFunction(look, addressOf(settings)))?.seen ?? settings;
  }
  return settings;
}

export interface FunctionWithCode {
  settings: FunctionSeen;
  code: CodeSeen;
}

export async function theCode(look: Look): Promise<FunctionWithCode> {
  const settings = await look.ask(theFunction);
  return { settings, code: await look.ask(functionCode, addressOf(settings)) };
}

/** How long the function works on a request, as far as can be told. */
export async function theWorkTime(look: Look): Promise<WorkTime> {
  const { settings, code } = await look.ask(theCode);
  return workTime(settings.environment, code.text ?? "");
}

export async function theRole(look: Look): Promise<{ arn: string; role: RoleSeen | undefined }> {
  const { role: arn } = await look.ask(theFunction);
  return { arn, role: await look.ask(getRole, arn) };
}

const logActions = ["logs:CreateLogStream", "logs:PutLogEvents"] as const;
/** None of the tutorial's business: a role that may do it may do everything. */
const excess = "dynamodb:DeleteTable";

/** What the role may do with the table, with the function's logs, and beyond. */
export async function thePermissions(look: Look): Promise<{
  table: ActionDecision[];
  logs: ActionDecision[];
  beyond: boolean;
  /** Whether a statement would allow what is not allowed, if its condition were met. */
  conditional: boolean;
  role: string;
  tableName: string;
}> {
  const [{ role }, table, { settings, code }] = await Promise.all([
    look.ask(theRole),
    look.ask(findFunctionTable),
    look.ask(theCode),
  ]);
  if (!role || !table) throw new Gone("The role or the table");
  const logGroup = settings.arn
    .replace(":lambda:", ":logs:")
    .replace(":function:", ":log-group:/aws/lambda/");
  const decisions = await decisionsOf(look, role, [
    ...[...tableActions, excess].map((action) => ({ action, resource: table.arn })),
    ...logActions.map((action) => ({ action, resource: `${logGroup}:log-stream:x` })),
  ]);
  const of = (wanted: readonly string[]) => decisions.filter(({ action }) => wanted.includes(action));
  const used = of(actionsOf(code));
  return {
    table: used,
    logs: of(logActions),
    beyond: of([excess]).some(({ decision }) => decision === "allowed"),
    conditional: await hangOnCondition(look, role, used),
    role: role.name,
    tableName: table.name,
  };
}
