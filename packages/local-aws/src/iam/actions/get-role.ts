import { GetRole$, type GetRoleRequest, type GetRoleResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { roles } from "../principals.ts";
import { showRole } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const GetRole: Action<IamStore, GetRoleRequest, GetRoleResponse> = {
  operation: GetRole$,
  resources: roleResource,
  handle: ({ RoleName }, store) => ({ Role: showRole(roles(store).named(RoleName)) }),
};
