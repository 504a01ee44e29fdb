import { ListUsers$, type ListUsersRequest, type ListUsersResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { iamArn } from "../arns.ts";
import { byName, pageOf } from "../page.ts";
import { listedUser } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const ListUsers: Action<IamStore, ListUsersRequest, ListUsersResponse> = {
  operation: ListUsers$,
  resources: ({ PathPrefix }, { accountId }) => [iamArn("user", { accountId, path: PathPrefix })],
  handle({ PathPrefix = "/", ...paging }, store) {
    const users = store.users.list().filter(({ path }) => path.startsWith(PathPrefix));
    const { page, rest } = pageOf(byName(users), paging);
    return { Users: page.map(listedUser), ...rest };
  },
};
