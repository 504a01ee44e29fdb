import {
  DeleteUserPermissionsBoundary$,
  type DeleteUserPermissionsBoundaryRequest,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userConditions, userResource } from "../arns.ts";
import { removeBoundary, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */
export const DeleteUserPermissionsBoundary: Action<IamStore, DeleteUserPermissionsBoundaryRequest, void> = {
  operation: DeleteUserPermissionsBoundary$,
  resources: userResource,
  conditions: userConditions,
  handle: ({ UserName }, store) => removeBoundary(users(store), UserName),
};
