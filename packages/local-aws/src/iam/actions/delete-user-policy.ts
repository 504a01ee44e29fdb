import { DeleteUserPolicy$, type DeleteUserPolicyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userConditions, userResource } from "../arns.ts";
import { deleteInline, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const DeleteUserPolicy: Action<IamStore, DeleteUserPolicyRequest, void> = {
  operation: DeleteUserPolicy$,
  resources: userResource,
  conditions: userConditions,
  handle: ({ UserName, PolicyName }, store) => deleteInline(users(store), UserName, PolicyName),
};
