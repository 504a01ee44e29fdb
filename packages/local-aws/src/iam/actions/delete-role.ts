import { DeleteRole$, type DeleteRoleRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { roleResource } from "../arns.ts";
import { deleteConflict } from "../errors.ts";
import { roles } from "../principals.ts";
import type { IamStore } from "../store.ts";
import { keyOf } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const DeleteRole: Action<IamStore, DeleteRoleRequest, void> = {
  operation: DeleteRole$,
  resources: roleResource,
  handle({ RoleName }, store) {
    const role = roles(store).named(RoleName);
    if (role.attached.length > 0)
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(role.inline).length > 0)
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    store.roles.delete(keyOf(role.name));
  },
};
