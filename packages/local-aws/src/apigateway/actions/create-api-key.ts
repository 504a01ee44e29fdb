import { type ApiKey, CreateApiKey$, type CreateApiKeyRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { newApiKey, viewApiKey } from "../api-keys.ts";
import { apiKey } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html */
export const CreateApiKey: Action<ApiGatewayStore, CreateApiKeyRequest, ApiKey> = {
  operation: CreateApiKey$,
  handle(input, { apiKeys }, context) {
    const key = newApiKey(input, apiKeys.list(), context);
    apiKeys.put(apiKey(context, key.id), key);
    return viewApiKey(key, true);
  },
};
