import {
  DeleteRolePermissionsBoundary$,
  type DeleteRolePermissionsBoundaryRequest,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleConditions, roleResource } from "../arns.ts";
import { removeBoundary, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const DeleteRolePermissionsBoundary: Action<IamStore, DeleteRolePermissionsBoundaryRequest, void> = {
  operation: DeleteRolePermissionsBoundary$,
  resources: roleResource,
  conditions: roleConditions,
  handle: ({ RoleName }, store) => removeBoundary(roles(store), RoleName),
};
