import { type Account, GetAccount$, type GetAccountRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { viewAccount } from "../account.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html */
export const GetAccount: Action<ApiGatewayStore, GetAccountRequest, Account> = {
  operation: GetAccount$,
  handle: (_, { accounts }, { region }) => viewAccount(accounts.get(region)),
};
