import type {
  AccessKeyMetadata,
  Policy,
  Role,
  PolicyVersion as ShownVersion,
  User,
} from "@aws-sdk/client-iam";
import { encodeStrictly } from "./encode-strictly.ts";
import type { AccessKeyRecord, IamStore, ManagedPolicy, Principal, RoleRecord, UserRecord } from "./store.ts";

/** A role as GetRole returns it; IAM percent-encodes policy documents. */
export function showRole(role: RoleRecord): Role {
  return {
    ...listedRole(role),
    ...boundaryOf(role),
    ...tagsOf(role),
    RoleLastUsed: role.lastUsed
      ? { LastUsedDate: new Date(role.lastUsed.date), Region: role.lastUsed.region }
      : {},
  };
}

/** A role as ListRoles returns it: without tags, boundary and last use. */
export function listedRole(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createDate),
    AssumeRolePolicyDocument: encodeStrictly(role.trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

export function listedUser(user: UserRecord): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createDate),
  };
}

export function showUser(user: UserRecord): User {
  return { ...listedUser(user), ...boundaryOf(user), ...tagsOf(user) };
}

export function listedPolicy(policy: ManagedPolicy, store: IamStore): Policy {
  const principals: Principal[] = [...store.roles.list(), ...store.users.list()];
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: principals.filter(({ attached }) => attached.includes(policy.arn)).length,
    PermissionsBoundaryUsageCount: principals.filter(
      ({ permissionsBoundary }) => permissionsBoundary === policy.arn,
    ).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createDate),
    UpdateDate: new Date(policy.updateDate),
  };
}

/** A policy as GetPolicy returns it: with description and tags. */
export function showPolicy(policy: ManagedPolicy, store: IamStore): Policy {
  return {
    ...listedPolicy(policy, store),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    Tags: [...policy.tags],
  };
}

export function listedVersion(
  policy: ManagedPolicy,
  version: ManagedPolicy["versions"][number],
): ShownVersion {
  return {
    VersionId: version.versionId,
    IsDefaultVersion: version.versionId === policy.defaultVersionId,
    CreateDate: new Date(version.createDate),
  };
}

export function listedAccessKey(key: AccessKeyRecord): AccessKeyMetadata {
  return {
    UserName: key.userName,
    AccessKeyId: key.accessKeyId,
    Status: key.status,
    CreateDate: new Date(key.createDate),
  };
}

function boundaryOf({ permissionsBoundary }: Principal) {
  if (permissionsBoundary === undefined) return {};
  return {
    PermissionsBoundary: {
      // AWS returns this value, although its documentation lists another name.
      PermissionsBoundaryType: "Policy" as "PermissionsBoundaryPolicy",
      PermissionsBoundaryArn: permissionsBoundary,
    },
  };
}

function tagsOf({ tags }: Principal) {
  return tags.length === 0 ? {} : { Tags: [...tags] };
}
