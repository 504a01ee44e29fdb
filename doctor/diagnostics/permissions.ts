import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import type { AwsAccess } from "@long-running-api/kit/targets/target";
import type { Finding } from "../finding.ts";

/** What the steps do, service by service. */
const actions = [
  "dynamodb:CreateTable",
  "dynamodb:DescribeTable",
  "iam:CreateRole",
  "iam:AttachRolePolicy",
  "iam:PutRolePolicy",
  "iam:PassRole",
  "lambda:CreateFunction",
  "lambda:AddPermission",
  "apigateway:POST",
  "apigateway:PUT",
] as const;

/** Whether this identity may do the steps, by IAM's policy simulator, which ignores an organization's policies. */
export async function permissions(access: AwsAccess, arn: string): Promise<Finding> {
  const title = "permissions";
  if (/:root$/.test(arn)) return { title, status: "ok", seen: "the account's root, which may do everything" };
  const client = new IAMClient(access);
  try {
    const { EvaluationResults = [] } = await client.send(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: policySource(arn), ActionNames: [...actions] }),
    );
    const denied = EvaluationResults.filter(({ EvalDecision }) => EvalDecision !== "allowed").map(
      ({ EvalActionName = "" }) => EvalActionName,
    );
    if (denied.length === 0) return { title, status: "ok", seen: `all ${actions.length} needed` };
    return refused(denied);
  } catch (error) {
    if (!(error instanceof Error) || !("$metadata" in error)) throw error;
    return { title, status: "note", seen: `They could not be read: ${error.name}: ${error.message}` };
  } finally {
    client.destroy();
  }
}

/** Permissions may be limited to names or tags (as docs/instructor.md recommends), which this simulation lacks. */
function refused(denied: readonly string[]): Finding {
  return {
    title: "permissions",
    status: denied.length === actions.length ? "lacking" : "note",
    seen: `Not allowed on everything: ${denied.join(", ")}. They may still be allowed on the tutorial's names.`,
    toDo: ["If a step is denied: ask the owner of the account for the permissions in docs/instructor.md."],
    whose: "someone else",
  };
}

/** A session has the permissions of its role. */
function policySource(arn: string): string {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
}
