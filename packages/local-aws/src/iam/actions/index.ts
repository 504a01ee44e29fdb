import { AttachRolePolicy } from "./attach-role-policy.ts";
import { AttachUserPolicy } from "./attach-user-policy.ts";
import { CreateAccessKey } from "./create-access-key.ts";
import { CreatePolicy } from "./create-policy.ts";
import { CreatePolicyVersion } from "./create-policy-version.ts";
import { CreateRole } from "./create-role.ts";
import { CreateUser } from "./create-user.ts";
import { DeleteAccessKey } from "./delete-access-key.ts";
import { DeletePolicy } from "./delete-policy.ts";
import { DeletePolicyVersion } from "./delete-policy-version.ts";
import { DeleteRole } from "./delete-role.ts";
import { DeleteRolePermissionsBoundary } from "./delete-role-permissions-boundary.ts";
import { DeleteRolePolicy } from "./delete-role-policy.ts";
import { DeleteUser } from "./delete-user.ts";
import { DeleteUserPermissionsBoundary } from "./delete-user-permissions-boundary.ts";
import { DeleteUserPolicy } from "./delete-user-policy.ts";
import { DetachRolePolicy } from "./detach-role-policy.ts";
import { DetachUserPolicy } from "./detach-user-policy.ts";
import { GetPolicy } from "./get-policy.ts";
import { GetPolicyVersion } from "./get-policy-version.ts";
import { GetRole } from "./get-role.ts";
import { GetRolePolicy } from "./get-role-policy.ts";
import { GetUser } from "./get-user.ts";
import { GetUserPolicy } from "./get-user-policy.ts";
import { ListAccessKeys } from "./list-access-keys.ts";
import { ListAttachedRolePolicies } from "./list-attached-role-policies.ts";
import { ListAttachedUserPolicies } from "./list-attached-user-policies.ts";
import { ListInstanceProfilesForRole } from "./list-instance-profiles-for-role.ts";
import { ListPolicies } from "./list-policies.ts";
import { ListPolicyVersions } from "./list-policy-versions.ts";
import { ListRolePolicies } from "./list-role-policies.ts";
import { ListRoleTags } from "./list-role-tags.ts";
import { ListRoles } from "./list-roles.ts";
import { ListUserPolicies } from "./list-user-policies.ts";
import { ListUsers } from "./list-users.ts";
import { PutRolePermissionsBoundary } from "./put-role-permissions-boundary.ts";
import { PutRolePolicy } from "./put-role-policy.ts";
import { PutUserPermissionsBoundary } from "./put-user-permissions-boundary.ts";
import { PutUserPolicy } from "./put-user-policy.ts";
import { SetDefaultPolicyVersion } from "./set-default-policy-version.ts";
import { SimulateCustomPolicy } from "./simulate-custom-policy.ts";
import { SimulatePrincipalPolicy } from "./simulate-principal-policy.ts";
import { TagRole } from "./tag-role.ts";
import { UntagRole } from "./untag-role.ts";
import { UpdateAccessKey } from "./update-access-key.ts";
import { UpdateAssumeRolePolicy } from "./update-assume-role-policy.ts";
import { UpdateRole } from "./update-role.ts";

/** The IAM actions that this cloud supports. */
export const actions = [
  CreateRole,
  GetRole,
  ListRoles,
  UpdateRole,
  UpdateAssumeRolePolicy,
  DeleteRole,
  TagRole,
  UntagRole,
  ListRoleTags,
  ListInstanceProfilesForRole,
  PutRolePermissionsBoundary,
  DeleteRolePermissionsBoundary,
  PutRolePolicy,
  GetRolePolicy,
  DeleteRolePolicy,
  ListRolePolicies,
  AttachRolePolicy,
  DetachRolePolicy,
  ListAttachedRolePolicies,
  PutUserPermissionsBoundary,
  DeleteUserPermissionsBoundary,
  PutUserPolicy,
  GetUserPolicy,
  DeleteUserPolicy,
  ListUserPolicies,
  AttachUserPolicy,
  DetachUserPolicy,
  ListAttachedUserPolicies,
  CreateUser,
  GetUser,
  ListUsers,
  DeleteUser,
  CreateAccessKey,
  ListAccessKeys,
  UpdateAccessKey,
  DeleteAccessKey,
  CreatePolicy,
  GetPolicy,
  ListPolicies,
  DeletePolicy,
  CreatePolicyVersion,
  GetPolicyVersion,
  ListPolicyVersions,
  DeletePolicyVersion,
  SetDefaultPolicyVersion,
  SimulatePrincipalPolicy,
  SimulateCustomPolicy,
] as const;
