import { PutRolePolicy$, type PutRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleConditions, roleResource } from "../arns.ts";
import { putInline, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const PutRolePolicy: Action<IamStore, PutRolePolicyRequest, void> = {
  operation: PutRolePolicy$,
  resources: roleResource,
  conditions: roleConditions,
  handle({ RoleName, PolicyName, PolicyDocument }, store) {
    putInline(roles(store), { name: RoleName, policyName: PolicyName, document: PolicyDocument });
  },
};
