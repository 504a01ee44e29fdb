import { CreateUser$, type CreateUserRequest, type CreateUserResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { creationNeeds, iamArn } from "../arns.ts";
import { alreadyExists } from "../errors.ts";
import { requireBoundary } from "../principals.ts";
import { showUser } from "../show.ts";
import type { IamStore } from "../store.ts";
import { keyOf, newId, type UserRecord } from "../store.ts";
import { mergeTags, requireName, requirePath } from "../validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const CreateUser: Action<IamStore, CreateUserRequest, CreateUserResponse> = {
  operation: CreateUser$,
  needs(input, { accountId }) {
    const arn = iamArn("user", { accountId, path: input.Path, name: input.UserName });
    return creationNeeds("User", arn, input);
  },
  handle({ UserName, Path, PermissionsBoundary, Tags }, store, { accountId, now }) {
    const name = requireName(UserName, "userName");
    const path = requirePath(Path);
    if (store.users.get(keyOf(name))) throw alreadyExists(`User with name ${name} already exists.`);
    const user: UserRecord = {
      name,
      id: newId("AIDA", store.random),
      arn: iamArn("user", { accountId, path, name }),
      path,
      createDate: now().toISOString(),
      ...(PermissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: requireBoundary(PermissionsBoundary, store) }),
      tags: mergeTags([], Tags),
      inline: {},
      attached: [],
    };
    store.users.put(keyOf(name), user);
    return { User: showUser(user) };
  },
};
