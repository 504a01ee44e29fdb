import { DetachRolePolicy$, type DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleConditions, roleResource } from "../arns.ts";
import { detach, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const DetachRolePolicy: Action<IamStore, DetachRolePolicyRequest, void> = {
  operation: DetachRolePolicy$,
  resources: roleResource,
  conditions: (input, context, store) => ({
    ...roleConditions(input, context, store),
    "iam:PolicyARN": input.PolicyArn,
  }),
  handle({ RoleName, PolicyArn }, store) {
    detach(roles(store), { name: RoleName, policyArn: PolicyArn });
  },
};
