import { PutUserPolicy$, type PutUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userConditions, userResource } from "../arns.ts";
import { putInline, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const PutUserPolicy: Action<IamStore, PutUserPolicyRequest, void> = {
  operation: PutUserPolicy$,
  resources: userResource,
  conditions: userConditions,
  handle({ UserName, PolicyName, PolicyDocument }, store) {
    putInline(users(store), { name: UserName, policyName: PolicyName, document: PolicyDocument });
  },
};
