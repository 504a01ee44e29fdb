import { type ApiKey, GetApiKey$, type GetApiKeyRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApiKey, viewApiKey } from "../api-keys.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKey.html; the value only with includeValue. */
export const GetApiKey: Action<ApiGatewayStore, GetApiKeyRequest, ApiKey> = {
  operation: GetApiKey$,
  handle({ apiKey: id, includeValue = false }, store, context) {
    const key = findApiKey(store, context, id);
    return { ...viewApiKey(key, includeValue), tags: key.tags ?? {} };
  },
};
