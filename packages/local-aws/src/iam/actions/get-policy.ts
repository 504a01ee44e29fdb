import { GetPolicy$, type GetPolicyRequest, type GetPolicyResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { policyWith } from "../managed-policies.ts";
import { showPolicy } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const GetPolicy: Action<IamStore, GetPolicyRequest, GetPolicyResponse> = {
  operation: GetPolicy$,
  resources: policyResource,
  handle: ({ PolicyArn }, store) => ({ Policy: showPolicy(policyWith(PolicyArn, store), store) }),
};
