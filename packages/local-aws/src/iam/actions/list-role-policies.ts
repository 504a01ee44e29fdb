import {
  ListRolePolicies$,
  type ListRolePoliciesRequest,
  type ListRolePoliciesResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { pageOf } from "../page.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export const ListRolePolicies: Action<IamStore, ListRolePoliciesRequest, ListRolePoliciesResponse> = {
  operation: ListRolePolicies$,
  resources: roleResource,
  handle({ RoleName, ...paging }, store) {
    const { page, rest } = pageOf(Object.keys(roles(store).named(RoleName).inline).sort(), paging);
    return { PolicyNames: page, ...rest };
  },
};
