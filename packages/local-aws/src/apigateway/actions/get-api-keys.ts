import { type ApiKeys, GetApiKeys$, type GetApiKeysRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { viewApiKey } from "../api-keys.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKeys.html */
export const GetApiKeys: Action<ApiGatewayStore, GetApiKeysRequest, ApiKeys> = {
  operation: GetApiKeys$,
  handle(input, { apiKeys }, { region }) {
    const here = apiKeys
      .list()
      .filter((key) => key.region === region && (key.name ?? "").startsWith(input.nameQuery ?? ""))
      .filter((key) => input.customerId === undefined || key.customerId === input.customerId)
      .reverse();
    return page(
      here,
      ({ id }) => id,
      input,
      (key) => viewApiKey(key, input.includeValues ?? false),
    );
  },
};
