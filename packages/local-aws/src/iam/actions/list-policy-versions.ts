import {
  ListPolicyVersions$,
  type ListPolicyVersionsRequest,
  type ListPolicyVersionsResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policyResource } from "../arns.ts";
import { policyWith } from "../managed-policies.ts";
import { pageOf } from "../page.ts";
import { listedVersion } from "../show.ts";
import type { IamStore } from "../store.ts";

/** Newest first. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const ListPolicyVersions: Action<IamStore, ListPolicyVersionsRequest, ListPolicyVersionsResponse> = {
  operation: ListPolicyVersions$,
  resources: policyResource,
  handle({ PolicyArn, ...paging }, store) {
    const policy = policyWith(PolicyArn, store);
    const { page, rest } = pageOf([...policy.versions].reverse(), paging);
    return { Versions: page.map((version) => listedVersion(policy, version)), ...rest };
  },
};
