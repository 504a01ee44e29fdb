import type { RoleSeen } from "@long-running-api/page/documents";
import { undefinedIfUnreadable } from "../../checks/engine/explain-probe-failure.ts";
import type { ProbeContext } from "../../checks/engine/probe-context.ts";
import { findFunction } from "../../checks/read/find-function.ts";
import { getRole, statementsOf } from "../../checks/read/role.ts";
import type { Statement } from "../../checks/rules/policy.ts";

/** The function's role, or the one of its name before there is a function; undefined if it does not exist. */
export async function roleSeen(context: ProbeContext): Promise<RoleSeen | undefined> {
  const { found } = await context.ask(findFunction);
  const role = await context.ask(getRole, found?.role ?? `role/${context.names.role}`);
  if (!role) return undefined;
  const statements = (await undefinedIfUnreadable(context, () => context.ask(statementsOf, role.name))) ?? [];
  return {
    name: role.name,
    trusted: [...new Set(role.trust.flatMap(({ principals }) => principals))],
    statements: statements.map(statementSeen),
    attached: role.attached ?? [],
  };
}

function statementSeen(statement: Statement): RoleSeen["statements"][number] {
  const { effect, actions, notActions, resources, notResources, conditions } = statement;
  return {
    effect,
    actions: notActions ? notActions.map((action) => `not ${action}`) : actions,
    resources: notResources ? notResources.map((resource) => `not ${resource}`) : resources,
    conditions: Object.keys(conditions).length > 0 ? JSON.stringify(conditions) : "",
  };
}
