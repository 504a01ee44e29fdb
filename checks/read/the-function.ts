import { setTimeout as sleep } from "node:timers/promises";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import type { CodeSeen } from "../rules/code.ts";
import { withoutComments } from "../rules/comments.ts";
import { type WorkTime, workTime } from "../rules/work-time.ts";
import { findFunction } from "./find-function.ts";
import { findFunctionTable } from "./find-table.ts";
import { addressOf, type FunctionSeen, getFunction } from "./function.ts";
import { functionCode } from "./function-code.ts";
import { type ActionDecision, decisionsOf, getRole, hangOnCondition, type RoleSeen } from "./role.ts";
import { actionsOf, tableActions } from "./table-actions.ts";
import { tableRead } from "./the-api.ts";

// What the checks ask of the function once it is known to exist.

export async function theFunction(context: ProbeContext): Promise<FunctionSeen> {
  const { found } = await context.ask(findFunction);
  if (!found) throw new ResourceDisappeared("The function");
  return found;
}

const settleSecondsMax = 20;

/** The function, once Lambda has finished creating or updating it. */
export async function settledFunction(context: ProbeContext): Promise<FunctionSeen> {
  let settings = await context.ask(theFunction);
  const start = context.now();
  while (settings.state === "Pending" || settings.lastUpdateStatus === "InProgress") {
    const elapsedSeconds = (context.now() - start) / 1000;
    if (elapsedSeconds >= settleSecondsMax) break;
    context.onProgress({
      what: `function ${settings.name} is becoming active`,
      elapsedSeconds,
      limitSeconds: settleSecondsMax,
    });
    await sleep(1000, undefined, { signal: context.signal });
    settings = (await getFunction(context, addressOf(settings)))?.seen ?? settings;
  }
  return settings;
}

export interface FunctionWithCode {
  settings: FunctionSeen;
  code: CodeSeen;
}

export async function theCode(context: ProbeContext): Promise<FunctionWithCode> {
  const settings = await context.ask(theFunction);
  return { settings, code: await context.ask(functionCode, addressOf(settings)) };
}

/** How long the function works on a request, if known. */
export async function theWorkTime(context: ProbeContext): Promise<WorkTime> {
  const { settings, code } = await context.ask(theCode);
  return workTime(settings.environment, code.text ?? "");
}

/** Whether the code deletes items of a table. */
export async function deletesItems(context: ProbeContext): Promise<boolean> {
  const { code } = await context.ask(theCode);
  return /delete_?item|\bDeleteCommand\b/i.test(withoutComments(code.text ?? ""));
}

export async function theRole(context: ProbeContext): Promise<{ arn: string; role: RoleSeen | undefined }> {
  const { role: arn } = await context.ask(theFunction);
  return { arn, role: await context.ask(getRole, arn) };
}

const logActions = ["logs:CreateLogStream", "logs:PutLogEvents"] as const;
/** An action that the tutorial never uses: a role that may do it may do everything. */
const excess = "dynamodb:DeleteTable";

/** What the role may do with the table, with the function's logs, and beyond. */
export async function thePermissions(context: ProbeContext): Promise<{
  table: ActionDecision[];
  logs: ActionDecision[];
  beyond: boolean;
  /** Whether a statement would allow a denied action if its condition were met. */
  conditional: boolean;
  role: string;
  tableName: string;
}> {
  const [{ role }, table, { settings, code }] = await Promise.all([
    context.ask(theRole),
    context.ask(findFunctionTable),
    context.ask(theCode),
  ]);
  if (!role || !table) throw new ResourceDisappeared("The role or the table");
  const logGroup = settings.arn
    .replace(":lambda:", ":logs:")
    .replace(":function:", ":log-group:/aws/lambda/");
  const decisions = await decisionsOf(context, role, [
    ...[...tableActions, excess].map((action) => ({ action, resource: table.arn })),
    ...logActions.map((action) => ({ action, resource: `${logGroup}:log-stream:x` })),
  ]);
  const of = (wanted: readonly string[]) => decisions.filter(({ action }) => wanted.includes(action));
  // Where GET reads the table itself, the function never does.
  const read = await undefinedIfUnreadable(context, () => context.ask(tableRead));
  const used = of(actionsOf(code, { polled: read === undefined })).filter(
    ({ action }) => read === undefined || action !== "dynamodb:GetItem",
  );
  return {
    table: used,
    logs: of(logActions),
    beyond: of([excess]).some(({ decision }) => decision === "allowed"),
    conditional: await hangOnCondition(context, role, used),
    role: role.name,
    tableName: table.name,
  };
}
