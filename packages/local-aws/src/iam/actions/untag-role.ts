import { UntagRole$, type UntagRoleRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const UntagRole: Action<IamStore, UntagRoleRequest, void> = {
  operation: UntagRole$,
  resources: roleResource,
  handle({ RoleName, TagKeys = [] }, store) {
    const role = roles(store).named(RoleName);
    roles(store).save({ ...role, tags: role.tags.filter(({ Key }) => !TagKeys.includes(Key)) });
  },
};
