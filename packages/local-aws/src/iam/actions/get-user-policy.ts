import { GetUserPolicy$, type GetUserPolicyRequest, type GetUserPolicyResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userResource } from "../arns.ts";
import { getInline, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const GetUserPolicy: Action<IamStore, GetUserPolicyRequest, GetUserPolicyResponse> = {
  operation: GetUserPolicy$,
  resources: userResource,
  handle({ UserName, PolicyName }, store) {
    const { principal, policyName, document } = getInline(users(store), UserName, PolicyName);
    return { UserName: principal.name, PolicyName: policyName, PolicyDocument: document };
  },
};
