import { accountArn } from "./arn.ts";
import { type Conditions, holds, missingKeys, type RequestContext } from "./condition.ts";
import { fillIn, matches, pattern } from "./wildcard.ts";

/** One compiled statement. */
export interface Statement {
  sid: string | undefined;
  effect: "Allow" | "Deny";
  actions: Selection;
  /** Absent in a trust policy, which applies to its own role. */
  resources: Selection | undefined;
  principals: PrincipalSelection | undefined;
  conditions: Conditions;
}

interface Selection {
  /** NotAction, NotResource. */
  not: boolean;
  /** Patterns of lower-case actions: `DynamoDB:putitem` is the same action. */
  patterns: readonly string[];
}

interface PrincipalSelection {
  not: boolean;
  /** `{ Service: ["lambda.amazonaws.com"] }`; `{ "*": ["*"] }` for anyone. */
  byType: Readonly<Record<string, readonly string[]>>;
}

/** A policy document, with its name in a simulation's report. */
export interface Policy {
  name: string;
  kind: "user" | "role" | "aws-managed" | "user-managed" | "resource" | "none";
  statements: readonly Statement[];
  /** The document's text, for a simulation that reports statement positions. */
  text: string;
}

export interface PolicyRequest {
  /** E.g. `dynamodb:PutItem`. */
  action: string;
  /** An ARN, or "*" when the action has no resource. */
  resource: string;
  context: RequestContext;
}

/** The principal that assumes a role or calls a function. */
export type Principal = { Service: string } | { AWS: readonly string[]; accountId: string };

export interface Decision {
  decision: "allowed" | "explicitDeny" | "implicitDeny";
  /** The kind of policy that decided. */
  by: "identity" | "boundary";
  /** The statements that decided, each with its policy. */
  matched: readonly { policy: Policy; statement: Statement }[];
  missingContextKeys: readonly string[];
  /** The decision of the permissions boundary alone, if there is one. */
  boundaryAllows: boolean | undefined;
}

/** A decision, and the statements that decided. */
export type PolicyDecision = Pick<Decision, "decision" | "matched">;

/**
 * IAM's decision within one account: a Deny anywhere wins; otherwise an Allow is needed from the identity's own
 * policies and, if there is a permissions boundary, also from that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(
  { identity, boundary }: { identity: readonly Policy[]; boundary?: Policy | undefined },
  request: PolicyRequest,
): Decision {
  const own = find(identity, request);
  const limit = boundary ? find([boundary], request) : undefined;
  return {
    ...weigh(own, limit),
    missingContextKeys: [...new Set([...own.missing, ...(limit?.missing ?? [])])],
    boundaryAllows: limit && limit.deny.length === 0 && limit.allow.length > 0,
  };
}

function weigh(own: Found, limit: Found | undefined): Pick<Decision, "decision" | "by" | "matched"> {
  if (own.deny.length > 0) return { decision: "explicitDeny", by: "identity", matched: own.deny };
  if (limit && limit.deny.length > 0)
    return { decision: "explicitDeny", by: "boundary", matched: limit.deny };
  if (own.allow.length === 0) return { decision: "implicitDeny", by: "identity", matched: [] };
  if (limit && limit.allow.length === 0)
    return { decision: "implicitDeny", by: "boundary", matched: own.allow };
  return { decision: "allowed", by: "identity", matched: own.allow };
}

/** Whether a trust policy (or a function's policy) allows a principal to do `request.action`. */
export function trusts(policy: Policy, principal: Principal, request: PolicyRequest): boolean {
  const about = policy.statements.filter(
    (statement) =>
      statement.principals &&
      namesPrincipal(statement.principals, principal) &&
      selectsWithin(statement, request),
  );
  return about.some(({ effect }) => effect === "Allow") && about.every(({ effect }) => effect === "Allow");
}

/** A condition context: keys in any case, with one or several values. */
export function contextOf(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): ReadonlyMap<string, readonly string[]> {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  return context;
}

/** The patterns of an element, e.g. `Action` or, with `not`, `NotAction`. */
export function selection(values: readonly string[], { not }: { not: boolean }): Selection {
  return { not, patterns: values.map(pattern) };
}

interface Found {
  allow: { policy: Policy; statement: Statement }[];
  deny: { policy: Policy; statement: Statement }[];
  missing: string[];
}

function find(policies: readonly Policy[], request: PolicyRequest): Found {
  const found: Found = { allow: [], deny: [], missing: [] };
  for (const policy of policies) {
    for (const statement of policy.statements) {
      if (!selects(statement, request)) continue;
      found.missing.push(...missingKeys(statement.conditions, request.context));
      if (!holds(statement.conditions, request.context)) continue;
      found[statement.effect === "Allow" ? "allow" : "deny"].push({ policy, statement });
    }
  }
  return found;
}

/** Whether a statement's action, resource and conditions match a request; the principal is not checked. */
export function selectsWithin(statement: Statement, request: PolicyRequest): boolean {
  return selects(statement, request) && holds(statement.conditions, request.context);
}

/** Whether a statement's action and resource match a request; its conditions and its principal are not checked. */
export function selects(
  statement: Pick<Statement, "actions" | "resources">,
  { action, resource, context }: PolicyRequest,
): boolean {
  const wanted = action.toLowerCase();
  const named = statement.actions.patterns.some((text) => matches(text, wanted));
  if (named === statement.actions.not) return false;
  if (!statement.resources) return true;
  const about = statement.resources.patterns.some((text) => {
    const filled = fillIn(text, (key) => context.get(key)?.[0]);
    return filled !== undefined && matches(filled, resource);
  });
  return about !== statement.resources.not;
}

/** Whether a statement applies to a principal. */
export function namesPrincipal({ not, byType }: PrincipalSelection, principal: Principal): boolean {
  const named =
    byType["*"] !== undefined ||
    ("Service" in principal
      ? (byType["Service"] ?? []).includes(principal.Service)
      : (byType["AWS"] ?? []).some((value) => isAws(value, principal)));
  return named !== not;
}

/** An account matches everyone in it; a session matches its role. */
function isAws(value: string, { AWS, accountId }: { AWS: readonly string[]; accountId: string }): boolean {
  if (value === "*" || AWS.includes(value) || value === accountId) return true;
  return value === accountArn(accountId);
}
