import {
  ListInstanceProfilesForRole$,
  type ListInstanceProfilesForRoleRequest,
  type ListInstanceProfilesForRoleResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** Always empty: tools call it before they delete a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const ListInstanceProfilesForRole: Action<
  IamStore,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse
> = {
  operation: ListInstanceProfilesForRole$,
  resources: roleResource,
  handle({ RoleName }, store) {
    roles(store).named(RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  },
};
