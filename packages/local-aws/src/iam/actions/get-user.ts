import { GetUser$, type GetUserRequest, type GetUserResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userResource } from "../arns.ts";
import { isRoot } from "../authorize.ts";
import { callersName, rootOf } from "../caller.ts";
import { users } from "../principals.ts";
import { showUser } from "../show.ts";
import type { IamStore } from "../store.ts";

/** Without a name, the caller. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const GetUser: Action<IamStore, GetUserRequest, GetUserResponse> = {
  operation: GetUser$,
  resources: userResource,
  handle({ UserName }, store, { caller }) {
    if (UserName === undefined && isRoot(caller.arn)) return { User: rootOf(caller) };
    return { User: showUser(users(store).named(UserName ?? callersName(caller))) };
  },
};
