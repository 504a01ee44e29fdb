import { DetachUserPolicy$, type DetachUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userConditions, userResource } from "../arns.ts";
import { detach, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const DetachUserPolicy: Action<IamStore, DetachUserPolicyRequest, void> = {
  operation: DetachUserPolicy$,
  resources: userResource,
  conditions: (input, context, store) => ({
    ...userConditions(input, context, store),
    "iam:PolicyARN": input.PolicyArn,
  }),
  handle({ UserName, PolicyArn }, store) {
    detach(users(store), { name: UserName, policyArn: PolicyArn });
  },
};
