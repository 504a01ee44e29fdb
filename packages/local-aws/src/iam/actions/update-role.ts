import { UpdateRole$, type UpdateRoleRequest, type UpdateRoleResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";
import { requireSessionSeconds } from "../validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const UpdateRole: Action<IamStore, UpdateRoleRequest, UpdateRoleResponse> = {
  operation: UpdateRole$,
  resources: roleResource,
  handle({ RoleName, Description, MaxSessionDuration }, store) {
    const role = roles(store).named(RoleName);
    roles(store).save({
      ...role,
      ...(Description === undefined ? {} : { description: Description }),
      maxSessionSeconds: requireSessionSeconds(MaxSessionDuration ?? role.maxSessionSeconds),
    });
    return {};
  },
};
