import { PutRolePermissionsBoundary$, type PutRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { roles, setBoundary } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const PutRolePermissionsBoundary: Action<IamStore, PutRolePermissionsBoundaryRequest, void> = {
  operation: PutRolePermissionsBoundary$,
  resources: roleResource,
  conditions: ({ PermissionsBoundary }) => ({ "iam:PermissionsBoundary": PermissionsBoundary }),
  handle({ RoleName, PermissionsBoundary }, store) {
    setBoundary(roles(store), { name: RoleName, policyArn: PermissionsBoundary }, store);
  },
};
