import { ListPolicies$, type ListPoliciesRequest, type ListPoliciesResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { iamArn } from "../arns.ts";
import { awsManagedPolicies } from "../managed.ts";
import { byName, pageOf } from "../page.ts";
import { listedPolicy } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const ListPolicies: Action<IamStore, ListPoliciesRequest, ListPoliciesResponse> = {
  operation: ListPolicies$,
  resources: ({ PathPrefix }, { accountId }) => [iamArn("policy", { accountId, path: PathPrefix })],
  handle({ Scope = "All", OnlyAttached, PathPrefix = "/", PolicyUsageFilter, ...paging }, store) {
    const aws = Scope === "Local" ? [] : awsManagedPolicies();
    const own = Scope === "AWS" ? [] : store.policies.list();
    const shown = byName([...own, ...aws])
      .filter(({ path }) => path.startsWith(PathPrefix))
      .map((policy) => listedPolicy(policy, store))
      .filter(({ AttachmentCount = 0 }) => !OnlyAttached || AttachmentCount > 0)
      .filter(
        ({ PermissionsBoundaryUsageCount = 0 }) =>
          PolicyUsageFilter !== "PermissionsBoundary" || PermissionsBoundaryUsageCount > 0,
      );
    const { page, rest } = pageOf(shown, paging);
    return { Policies: page, ...rest };
  },
};
