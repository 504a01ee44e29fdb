import { DeleteUser$, type DeleteUserRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { accessKeysOf } from "../access-keys.ts";
import { userResource } from "../arns.ts";
import { deleteConflict } from "../errors.ts";
import { users } from "../principals.ts";
import type { IamStore } from "../store.ts";
import { keyOf } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const DeleteUser: Action<IamStore, DeleteUserRequest, void> = {
  operation: DeleteUser$,
  resources: userResource,
  handle({ UserName }, store) {
    const user = users(store).named(UserName);
    if (accessKeysOf(user, store).length > 0)
      throw deleteConflict("Cannot delete entity, must delete access keys first.");
    if (user.attached.length > 0)
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(user.inline).length > 0)
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    store.users.delete(keyOf(user.name));
  },
};
