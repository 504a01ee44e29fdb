import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { unless } from "@long-running-api/kit/aws-errors";
import { deleteRole } from "../../../steps/02-lambda/role.ts";
import { missingStep } from "../../../steps/missing.ts";
import { requireOurs, tagRecord } from "../../../steps/owned.ts";
import type { Place } from "../../fault.ts";
import type { Change } from "./change.ts";

export interface Statement {
  Effect: "Allow" | "Deny";
  Action: string | string[];
  Resource: string;
  Condition?: object;
}

/** Other statements instead of those that allow the role to use the table. */
export function allowInstead(statements: (tableArn: string) => readonly Statement[]): Change {
  return async (place) => {
    const { client, RoleName, account } = await ownRole(place);
    const { target, names } = place;
    const tableArn = `arn:aws:dynamodb:${target.aws.region}:${account}:table/${names.table}`;
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements(tableArn) });
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: names.policy, PolicyDocument }));
  };
}

/** Removes the policy that allows the role to use the table. */
export async function allowNothing(place: Place): Promise<void> {
  const { client, RoleName } = await ownRole(place);
  await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: place.names.policy }));
}

/** Another principal in the role's trust policy. */
export function trust(principal: object): Change {
  return trustPolicy({ Effect: "Allow", Principal: principal });
}

/** Statements of their own in the role's trust policy. */
export function trustPolicy(
  ...statements: readonly { Effect: "Allow" | "Deny"; Principal: object; Condition?: object }[]
): Change {
  return async (place) => {
    const { client, RoleName } = await ownRole(place);
    const Statement = statements.map((statement) => ({ ...statement, Action: "sts:AssumeRole" }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await client.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  };
}

/** The most that the role may do, whatever its policies allow. */
export function bound(PermissionsBoundary: string): Change {
  return async (place) => {
    const { client, RoleName } = await ownRole(place);
    await client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
  };
}

/** Deletes the role with everything attached to it; the function still refers to it. */
export async function removeRole(place: Place): Promise<void> {
  const { client, RoleName } = await ownRole(place);
  await deleteRole(client, RoleName);
}

async function ownRole({ target, names }: Place) {
  const client = new IAMClient(target.aws);
  const RoleName = names.role;
  const found = await unless("NoSuchEntityException", () => client.send(new GetRoleCommand({ RoleName })));
  if (!found) throw missingStep("02-lambda", `There is no role ${RoleName}.`, "iam:GetRole");
  requireOurs({
    tags: tagRecord(found.Role?.Tags),
    names,
    thing: `The role ${RoleName}`,
    option: "--learner NAME",
  });
  return { client, RoleName, account: (found.Role?.Arn ?? "").split(":")[4] ?? "" };
}
