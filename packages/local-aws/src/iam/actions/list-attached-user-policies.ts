import {
  ListAttachedUserPolicies$,
  type ListAttachedUserPoliciesRequest,
  type ListAttachedUserPoliciesResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userResource } from "../arns.ts";
import { pageOf } from "../page.ts";
import { attachedPolicies, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const ListAttachedUserPolicies: Action<
  IamStore,
  ListAttachedUserPoliciesRequest,
  ListAttachedUserPoliciesResponse
> = {
  operation: ListAttachedUserPolicies$,
  resources: userResource,
  handle({ UserName, PathPrefix, ...paging }, store) {
    const { page, rest } = pageOf(attachedPolicies(users(store).named(UserName), PathPrefix), paging);
    return { AttachedPolicies: page, ...rest };
  },
};
