import { CreateRole$, type CreateRoleRequest, type CreateRoleResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { creationNeeds, iamArn } from "../arns.ts";
import { alreadyExists } from "../errors.ts";
import { requireBoundary } from "../principals.ts";
import { showRole } from "../show.ts";
import type { IamStore } from "../store.ts";
import { keyOf, newId, type RoleRecord } from "../store.ts";
import { requireTrust } from "../trust-document.ts";
import { mergeTags, requireName, requirePath, requireSessionSeconds, requireText } from "../validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const CreateRole: Action<IamStore, CreateRoleRequest, CreateRoleResponse> = {
  operation: CreateRole$,
  needs(input, { accountId }) {
    const arn = iamArn("role", { accountId, path: input.Path, name: input.RoleName });
    return creationNeeds("Role", arn, input);
  },
  handle(input, store, { now, accountId }) {
    const name = requireName(input.RoleName, "roleName");
    const path = requirePath(input.Path);
    const trust = requireText(input.AssumeRolePolicyDocument, "assumeRolePolicyDocument");
    requireTrust(trust, store);
    if (store.roles.get(keyOf(name))) throw alreadyExists(`Role with name ${name} already exists.`);
    const role: RoleRecord = {
      name,
      id: newId("AROA", store.random),
      arn: iamArn("role", { accountId, path, name }),
      path,
      createDate: now().toISOString(),
      trust,
      ...(input.Description ? { description: input.Description } : {}),
      maxSessionSeconds: requireSessionSeconds(input.MaxSessionDuration),
      ...(input.PermissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: requireBoundary(input.PermissionsBoundary, store) }),
      tags: mergeTags([], input.Tags),
      inline: {},
      attached: [],
    };
    store.roles.put(keyOf(name), role);
    const { RoleLastUsed: _, MaxSessionDuration: __, ...Role } = showRole(role);
    return { Role };
  },
};
