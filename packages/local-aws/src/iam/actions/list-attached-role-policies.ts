import {
  ListAttachedRolePolicies$,
  type ListAttachedRolePoliciesRequest,
  type ListAttachedRolePoliciesResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { pageOf } from "../page.ts";
import { attachedPolicies, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const ListAttachedRolePolicies: Action<
  IamStore,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse
> = {
  operation: ListAttachedRolePolicies$,
  resources: roleResource,
  handle({ RoleName, PathPrefix, ...paging }, store) {
    const { page, rest } = pageOf(attachedPolicies(roles(store).named(RoleName), PathPrefix), paging);
    return { AttachedPolicies: page, ...rest };
  },
};
