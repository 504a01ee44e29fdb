import {
  ListUserPolicies$,
  type ListUserPoliciesRequest,
  type ListUserPoliciesResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userResource } from "../arns.ts";
import { pageOf } from "../page.ts";
import { users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export const ListUserPolicies: Action<IamStore, ListUserPoliciesRequest, ListUserPoliciesResponse> = {
  operation: ListUserPolicies$,
  resources: userResource,
  handle({ UserName, ...paging }, store) {
    const { page, rest } = pageOf(Object.keys(users(store).named(UserName).inline).sort(), paging);
    return { PolicyNames: page, ...rest };
  },
};
