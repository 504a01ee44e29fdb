import { GetRolePolicy$, type GetRolePolicyRequest, type GetRolePolicyResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { getInline, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const GetRolePolicy: Action<IamStore, GetRolePolicyRequest, GetRolePolicyResponse> = {
  operation: GetRolePolicy$,
  resources: roleResource,
  handle({ RoleName, PolicyName }, store) {
    const { principal, policyName, document } = getInline(roles(store), RoleName, PolicyName);
    return { RoleName: principal.name, PolicyName: policyName, PolicyDocument: document };
  },
};
