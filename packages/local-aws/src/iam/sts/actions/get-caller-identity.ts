import {
  GetCallerIdentity$,
  type GetCallerIdentityRequest,
  type GetCallerIdentityResponse,
} from "@aws-sdk/client-sts";
import type { Action } from "../../../action.ts";
import type { IamStore } from "../../store.ts";

/** Needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const GetCallerIdentity: Action<IamStore, GetCallerIdentityRequest, GetCallerIdentityResponse> = {
  operation: GetCallerIdentity$,
  resources: () => [],
  handle: (_, __, { caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
};
