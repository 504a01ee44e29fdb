import { ListRoleTags$, type ListRoleTagsRequest, type ListRoleTagsResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { pageOf } from "../page.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const ListRoleTags: Action<IamStore, ListRoleTagsRequest, ListRoleTagsResponse> = {
  operation: ListRoleTags$,
  resources: roleResource,
  handle({ RoleName, ...paging }, store) {
    const { page, rest } = pageOf(roles(store).named(RoleName).tags, paging);
    return { Tags: page, ...rest };
  },
};
