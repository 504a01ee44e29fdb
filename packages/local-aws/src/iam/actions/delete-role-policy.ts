import { DeleteRolePolicy$, type DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleConditions, roleResource } from "../arns.ts";
import { deleteInline, roles } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const DeleteRolePolicy: Action<IamStore, DeleteRolePolicyRequest, void> = {
  operation: DeleteRolePolicy$,
  resources: roleResource,
  conditions: roleConditions,
  handle: ({ RoleName, PolicyName }, store) => deleteInline(roles(store), RoleName, PolicyName),
};
