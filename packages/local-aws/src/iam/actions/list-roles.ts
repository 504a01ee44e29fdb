import { ListRoles$, type ListRolesRequest, type ListRolesResponse } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { iamArn } from "../arns.ts";
import { byName, pageOf } from "../page.ts";
import { listedRole } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const ListRoles: Action<IamStore, ListRolesRequest, ListRolesResponse> = {
  operation: ListRoles$,
  resources: ({ PathPrefix }, { accountId }) => [iamArn("role", { accountId, path: PathPrefix })],
  handle({ PathPrefix = "/", ...paging }, store) {
    const roles = store.roles.list().filter(({ path }) => path.startsWith(PathPrefix));
    const { page, rest } = pageOf(byName(roles), paging);
    return { Roles: page.map(listedRole), ...rest };
  },
};
