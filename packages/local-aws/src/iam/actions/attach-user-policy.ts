import { AttachUserPolicy$, type AttachUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userConditions, userResource } from "../arns.ts";
import { attach, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const AttachUserPolicy: Action<IamStore, AttachUserPolicyRequest, void> = {
  operation: AttachUserPolicy$,
  resources: userResource,
  conditions: (input, context, store) => ({
    ...userConditions(input, context, store),
    "iam:PolicyARN": input.PolicyArn,
  }),
  handle({ UserName, PolicyArn }, store) {
    attach(users(store), { name: UserName, policyArn: PolicyArn }, store);
  },
};
