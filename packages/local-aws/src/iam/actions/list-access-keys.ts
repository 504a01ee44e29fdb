import {
  ListAccessKeys$,
  type ListAccessKeysRequest,
  type ListAccessKeysResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { accessKeysOf } from "../access-keys.ts";
import { userResource } from "../arns.ts";
import { isRoot } from "../authorize.ts";
import { callersName } from "../caller.ts";
import { pageOf } from "../page.ts";
import { users } from "../principals.ts";
import { listedAccessKey } from "../show.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const ListAccessKeys: Action<IamStore, ListAccessKeysRequest, ListAccessKeysResponse> = {
  operation: ListAccessKeys$,
  resources: userResource,
  handle({ UserName, ...paging }, store, { caller }) {
    if (UserName === undefined && isRoot(caller.arn)) return { AccessKeyMetadata: [], IsTruncated: false };
    const user = users(store).named(UserName ?? callersName(caller));
    const { page, rest } = pageOf(accessKeysOf(user, store).map(listedAccessKey), paging);
    return { AccessKeyMetadata: page, ...rest };
  },
};
