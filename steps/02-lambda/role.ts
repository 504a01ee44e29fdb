import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { unless } from "@long-running-api/kit/aws-errors";
import { type Names, tagsOf } from "@long-running-api/kit/names";
import { isOurs, requireOurs, tagList, tagRecord } from "../owned.ts";

/** AWS's own policy for writing logs. The tutorial's AmazonDynamoDBFullAccess does not allow that, so its function has no log. */
export const logsPolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

const trustPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** Makes the execution role with a policy document for the table, plus logs, inside a boundary if there is one. Returns its ARN. */
export async function ensureRole(
  client: IAMClient,
  names: Names,
  policy: string,
  boundary?: string,
): Promise<string> {
  const RoleName = names.role;
  await unless("EntityAlreadyExistsException", () =>
    client.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
        Description: "Lets the tutorial's function use its status table and write logs",
        Tags: tagList(tagsOf(names)),
        ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
      }),
    ),
  );
  const { Role } = await client.send(new GetRoleCommand({ RoleName }));
  requireOurs({
    tags: tagRecord(Role?.Tags),
    names,
    thing: `The role ${RoleName}`,
    option: "--learner NAME",
  });
  await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: logsPolicyArn }));
  await client.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: names.policy,
      PolicyDocument: policy,
    }),
  );
  return Role?.Arn ?? "";
}

/** Deletes the role with everything attached to it, unless these steps did not create it. */
export async function dropRole(client: IAMClient, names: Names): Promise<"deleted" | "missing" | "foreign"> {
  const RoleName = names.role;
  const found = await unless("NoSuchEntityException", () => client.send(new GetRoleCommand({ RoleName })));
  if (!found) return "missing";
  if (!isOurs(tagRecord(found.Role?.Tags), names)) return "foreign";
  await deleteRole(client, RoleName);
  return "deleted";
}

/** Deletes a role and everything attached to it, which IAM requires to be detached first. */
export async function deleteRole(client: IAMClient, RoleName: string): Promise<void> {
  const attached = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
    await unless("NoSuchEntityException", () =>
      client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    );
  }
  const inline = await client.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of inline.PolicyNames ?? []) {
    await unless("NoSuchEntityException", () =>
      client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    );
  }
  await unless("NoSuchEntityException", () => client.send(new DeleteRoleCommand({ RoleName })));
}
