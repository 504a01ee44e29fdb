import { AttachRolePolicy$, type AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleConditions, roleResource } from "../arns.ts";
import { attach, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const AttachRolePolicy: Action<IamStore, AttachRolePolicyRequest, void> = {
  operation: AttachRolePolicy$,
  resources: roleResource,
  conditions: (input, context, store) => ({
    ...roleConditions(input, context, store),
    "iam:PolicyARN": input.PolicyArn,
  }),
  handle({ RoleName, PolicyArn }, store) {
    attach(roles(store), { name: RoleName, policyArn: PolicyArn }, store);
  },
};
