import {
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListPolicyVersionsCommand,
  ListUserPoliciesCommand,
  paginateListPolicies,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import type { Leftover, Place } from "../leftover.ts";

/** Users, and policies that are not AWS's own. No step makes any: only where everything goes. */
export async function identities({ target, scope }: Place): Promise<Leftover[]> {
  if (!scope.everything) return [];
  const client = new IAMClient(target.aws);
  const found: Leftover[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, {})) {
    for (const { UserName = "" } of Users)
      found.push({ kind: "user", name: UserName, remove: () => deleteUser(client, UserName) });
  }
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: "Local" })) {
    for (const { Arn = "" } of Policies)
      found.push({ kind: "policy", name: Arn, remove: () => deletePolicy(client, Arn) });
  }
  return found;
}

async function deleteUser(client: IAMClient, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata)
    await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  const { PolicyNames = [] } = await client.send(new ListUserPoliciesCommand({ UserName }));
  for (const PolicyName of PolicyNames)
    await client.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  const { AttachedPolicies = [] } = await client.send(new ListAttachedUserPoliciesCommand({ UserName }));
  for (const { PolicyArn } of AttachedPolicies)
    await client.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  await client.send(new DeleteUserCommand({ UserName }));
}

/** No role or user has it attached anymore: they are deleted first. */
async function deletePolicy(client: IAMClient, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await client.send(new DeletePolicyCommand({ PolicyArn }));
}
