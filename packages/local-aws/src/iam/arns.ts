import type { Context, Need } from "../action.ts";
import { type IamStore, keyOf, type Principal, type RoleRecord } from "./store.ts";

/** The ARN of a role, user or managed policy; `aws` is the account of AWS's own policies. */
export function iamArn(
  kind: "role" | "user" | "policy",
  {
    accountId,
    path = "/",
    name = "",
  }: { accountId: string; path?: string | undefined; name?: string | undefined },
): string {
  return `arn:aws:iam::${accountId}:${kind}${path}${name}`;
}

/** Who calls with a role's temporary credentials. */
export function sessionCaller(
  { id, name }: Pick<RoleRecord, "id" | "name">,
  { accountId, sessionName }: { accountId: string; sessionName: string },
): { arn: string; userId: string } {
  return {
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${sessionName}`,
    userId: `${id}:${sessionName}`,
  };
}

/** The ARNs that an action on a role needs permission on, with the role's path if it exists. */
export function roleResource(
  { RoleName = "" }: { RoleName?: string | undefined },
  { accountId }: Context,
  store: IamStore,
): string[] {
  return [store.roles.get(keyOf(RoleName))?.arn ?? iamArn("role", { accountId, name: RoleName })];
}

/** As for roles; without a name, the caller. */
export function userResource(
  { UserName }: { UserName?: string | undefined },
  { accountId, caller }: Context,
  store: IamStore,
): string[] {
  if (UserName === undefined) return [caller.arn];
  return [store.users.get(keyOf(UserName))?.arn ?? iamArn("user", { accountId, name: UserName })];
}

export function policyResource({ PolicyArn = "" }: { PolicyArn?: string | undefined }): string[] {
  return [PolicyArn];
}

type Tags = readonly { Key: string | undefined; Value: string | undefined }[] | undefined;

/** The tags of a request, as condition keys. */
export function tagConditions(tags: Tags): NonNullable<Need["conditions"]> {
  const pairs = (tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]);
  return pairs.length === 0
    ? {}
    : { ...Object.fromEntries(pairs), "aws:TagKeys": (tags ?? []).map(({ Key }) => Key ?? "") };
}

/** Creating a resource with tags also needs the permission to tag it. */
export function creationNeeds(
  kind: "Role" | "User" | "Policy",
  arn: string,
  input: { Tags?: Tags; PermissionsBoundary?: string | undefined },
): Need[] {
  const tags = tagConditions(input.Tags);
  const conditions = { "iam:PermissionsBoundary": input.PermissionsBoundary, ...tags };
  const create = { action: `iam:Create${kind}`, resources: [arn], conditions };
  return input.Tags?.length
    ? [create, { action: `iam:Tag${kind}`, resources: [arn], conditions: tags }]
    : [create];
}

/** Condition keys of an existing role or user: its boundary and its tags. */
export function roleConditions(
  { RoleName = "" }: { RoleName?: string | undefined },
  _: Context,
  store: IamStore,
) {
  return principalConditions(store.roles.get(keyOf(RoleName)));
}

export function userConditions(
  { UserName = "" }: { UserName?: string | undefined },
  _: Context,
  store: IamStore,
) {
  return principalConditions(store.users.get(keyOf(UserName)));
}

function principalConditions(principal: Principal | undefined): NonNullable<Need["conditions"]> {
  const tags = (principal?.tags ?? []).flatMap(({ Key, Value }) => [
    [`aws:ResourceTag/${Key}`, Value],
    [`iam:ResourceTag/${Key}`, Value],
  ]);
  return { ...Object.fromEntries(tags), "iam:PermissionsBoundary": principal?.permissionsBoundary };
}
