import { unless } from "@long-running-api/kit/aws-errors";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { type Decision, decide, readPolicy, type Statement } from "../rules/policy.ts";
import { iam } from "./clients.ts";
import { unreadable } from "./unreadable.ts";

/** An execution role: its trust policy and its policies. Plain data. */
export interface RoleSeen {
  name: string;
  arn: string;
  trust: readonly Statement[];
  /** ARNs of managed policies; undefined if they cannot be read. */
  attached: readonly string[] | undefined;
}

/** The role of an ARN; undefined if it does not exist. */
export async function getRole(context: ProbeContext, arn: string): Promise<RoleSeen | undefined> {
  const { client, GetRoleCommand, ListAttachedRolePoliciesCommand } = await context.ask(iam);
  const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
  const answer = await unless("NoSuchEntityException", () =>
    unless("NoSuchEntity", () => client.send(new GetRoleCommand({ RoleName }), bounded(context))),
  );
  if (!answer) return undefined;
  const role = answer.Role;
  if (!role) throw unreadable("GetRole", "no Role");
  const attached = await client
    .send(new ListAttachedRolePoliciesCommand({ RoleName }), bounded(context))
    .then(({ AttachedPolicies = [] }) => AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn))
    .catch(() => undefined);
  return {
    name: RoleName,
    arn: role.Arn ?? arn,
    trust: readPolicy(role.AssumeRolePolicyDocument ?? "") ?? [],
    attached,
  };
}

export interface ActionDecision {
  action: string;
  resource: string;
  decision: Decision;
}

/** What a role may do, by IAM's policy simulator; without permission for that, by reading its policies. */
export async function decisionsOf(
  context: ProbeContext,
  role: Pick<RoleSeen, "name" | "arn">,
  wanted: readonly { action: string; resource: string }[],
): Promise<ActionDecision[]> {
  try {
    return await surer(context, role, await simulate(context, role.arn, wanted));
  } catch (error) {
    if (!(error instanceof Error) || !cannotSimulate.test(error.name)) throw error;
    const statements = await context.ask(statementsOf, role.name);
    return wanted.map((each) => ({ ...each, decision: decide(statements, each) }));
  }
}

/**
 * A simulation reports missing context values for all policies, even if no statement with a condition names the
 * action. Then read the policies instead. https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
async function surer(
  context: ProbeContext,
  { name }: Pick<RoleSeen, "name">,
  decisions: ActionDecision[],
): Promise<ActionDecision[]> {
  if (!decisions.some(({ decision }) => decision === "unsure")) return decisions;
  const statements = await undefinedIfUnreadable(context, () => context.ask(statementsOf, name));
  return decisions.map((each) => {
    const read = statements && each.decision === "unsure" ? decide(statements, each) : each.decision;
    return /Deny$/.test(read) ? { ...each, decision: read } : each;
  });
}

/** Whether a denied action would be allowed if a statement's condition were met. */
export async function hangOnCondition(
  context: ProbeContext,
  { name }: Pick<RoleSeen, "name">,
  decisions: readonly ActionDecision[],
): Promise<boolean> {
  const refused = decisions.filter(({ decision }) => decision === "implicitDeny");
  if (refused.length === 0) return false;
  const statements = await undefinedIfUnreadable(context, () => context.ask(statementsOf, name));
  return statements !== undefined && refused.every((each) => decide(statements, each) === "unsure");
}

const cannotSimulate =
  /^(AccessDenied|AccessDeniedException|UnknownOperationException|InvalidAction|NotImplemented|InternalFailure|501)$/;

async function simulate(
  context: ProbeContext,
  PolicySourceArn: string,
  wanted: readonly { action: string; resource: string }[],
): Promise<ActionDecision[]> {
  const { client, SimulatePrincipalPolicyCommand } = await context.ask(iam);
  const resources = [...new Set(wanted.map(({ resource }) => resource))];
  const answers = await Promise.all(
    resources.map(async (resource) => {
      const ActionNames = wanted.filter((each) => each.resource === resource).map(({ action }) => action);
      const { EvaluationResults = [] } = await client.send(
        new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ResourceArns: [resource] }),
        bounded(context),
      );
      return EvaluationResults.map((result) => ({
        action: result.EvalActionName ?? "",
        resource,
        decision: readDecision(result.EvalDecision ?? "", result.MissingContextValues ?? []),
      }));
    }),
  );
  return answers.flat();
}

/** A denial that depends on a condition without simulated values proves nothing. */
function readDecision(decision: string, missing: readonly string[]): Decision {
  if (decision === "allowed") return "allowed";
  if (missing.length > 0) return "unsure";
  return decision === "explicitDeny" ? "explicitDeny" : "implicitDeny";
}

/** Every statement of a role's managed and inline policies. */
export async function statementsOf(context: ProbeContext, RoleName: string): Promise<Statement[]> {
  const sdk = await context.ask(iam);
  const { client } = sdk;
  const [attached, inline] = await Promise.all([
    client.send(new sdk.ListAttachedRolePoliciesCommand({ RoleName }), bounded(context)),
    client.send(new sdk.ListRolePoliciesCommand({ RoleName }), bounded(context)),
  ]);
  const managed = (attached.AttachedPolicies ?? []).map(async ({ PolicyArn }) => {
    const { Policy } = await client.send(new sdk.GetPolicyCommand({ PolicyArn }), bounded(context));
    const { PolicyVersion } = await client.send(
      new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
      bounded(context),
    );
    return PolicyVersion?.Document ?? "";
  });
  const own = (inline.PolicyNames ?? []).map(async (PolicyName) => {
    const { PolicyDocument } = await client.send(
      new sdk.GetRolePolicyCommand({ RoleName, PolicyName }),
      bounded(context),
    );
    return PolicyDocument ?? "";
  });
  const documents = await Promise.all([...managed, ...own]);
  return documents.flatMap((document) => readPolicy(document) ?? []);
}
