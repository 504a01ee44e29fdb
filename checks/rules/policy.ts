import { asObject } from "@long-running-api/foundation/objects";
import { contextOf, selection, selects } from "@long-running-api/iam/policy";
import { matchesWildcard } from "@long-running-api/iam/wildcard";

/** A statement of a policy document, with single values as lists. */
export interface Statement {
  sid: string;
  effect: "Allow" | "Deny";
  principals: readonly string[];
  actions: readonly string[];
  notActions: readonly string[] | undefined;
  resources: readonly string[];
  notResources: readonly string[] | undefined;
  /** operator → key → values, the keys in lower case. */
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** Reads a policy document, URL-encoded (as IAM returns it) or not; undefined if it is not one. */
export function readPolicy(text: string): readonly Statement[] | undefined {
  try {
    const decoded = text.trimStart().startsWith("%") ? decodeURIComponent(text) : text;
    const document = JSON.parse(decoded) as { Statement?: unknown };
    return list(document.Statement).map(readStatement);
  } catch {
    return undefined;
  }
}

function readStatement(raw: unknown): Statement {
  const statement = asObject(raw);
  return {
    sid: text(statement["Sid"]),
    effect: statement["Effect"] === "Deny" ? "Deny" : "Allow",
    principals: readPrincipals(statement["Principal"]),
    actions: list(statement["Action"]).map(text),
    notActions: statement["NotAction"] === undefined ? undefined : list(statement["NotAction"]).map(text),
    resources: list(statement["Resource"]).map(text),
    notResources:
      statement["NotResource"] === undefined ? undefined : list(statement["NotResource"]).map(text),
    conditions: Object.fromEntries(
      Object.entries(asObject(statement["Condition"])).map(([operator, keys]) => [
        operator,
        Object.fromEntries(
          Object.entries(asObject(keys)).map(([key, values]) => [key.toLowerCase(), list(values).map(text)]),
        ),
      ]),
    ),
  };
}

function readPrincipals(principal: unknown): string[] {
  if (typeof principal === "string") return [principal];
  return Object.values(asObject(principal)).flatMap((values) => list(values).map(text));
}

/** Whether one of a statement's actions, which are case-insensitive, is the wanted one. */
export function namesAction({ actions }: Statement, action: string): boolean {
  return actions.some((each) => matchesWildcard(each.toLowerCase(), action.toLowerCase()));
}

export type Decision = "allowed" | "implicitDeny" | "explicitDeny" | "unsure";

/**
 * What identity policies decide about an action on a resource. Conditions are not evaluated: if they decide,
 * the result is `unsure`.
 */
export function decide(
  statements: readonly Statement[],
  { action, resource }: { action: string; resource: string },
): Decision {
  const speaking = statements.filter((statement) => speaksOf(statement, action, resource));
  const plain = speaking.filter(({ conditions }) => Object.keys(conditions).length === 0);
  if (plain.some(({ effect }) => effect === "Deny")) return "explicitDeny";
  if (speaking.some(({ effect }) => effect === "Deny")) return "unsure";
  if (plain.length > 0) return "allowed";
  return speaking.length > 0 ? "unsure" : "implicitDeny";
}

function speaksOf(statement: Statement, action: string, resource: string): boolean {
  const { actions, notActions, resources, notResources } = statement;
  const lower = (notActions ?? actions).map((each) => each.toLowerCase());
  return selects(
    {
      actions: selection(lower, { not: notActions !== undefined }),
      resources: selection(notResources ?? resources, { not: notResources !== undefined }),
    },
    { action, resource, context: contextOf({}) },
  );
}

/** AWS accepts a list of one without its brackets. */
function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
