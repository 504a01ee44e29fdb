import { type ApiKey, UpdateApiKey$, type UpdateApiKeyRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { checkApiKey, findApiKey, viewApiKey } from "../api-keys.ts";
import { apiKey } from "../find.ts";
import { applyPatch, checkOps, flagRule, listingRefusals, type Rule, textRule } from "../patch.ts";
import type { ApiGatewayStore, StoredApiKey } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateApiKey.html */
export const UpdateApiKey: Action<ApiGatewayStore, UpdateApiKeyRequest, ApiKey> = {
  operation: UpdateApiKey$,
  handle({ apiKey: id, patchOperations }, store, context) {
    checkOps(patchOperations, "updateApiKeyInput");
    const draft: StoredApiKey = { ...findApiKey(store, context, id) };
    applyPatch(draft, patchOperations, rules, listingRefusals);
    checkApiKey(draft);
    draft.updatedSeconds = Math.floor(context.now().getTime() / 1000);
    store.apiKeys.put(apiKey(context, draft.id), draft);
    return { ...viewApiKey(draft, false), tags: draft.tags ?? {} };
  },
};

const rules: readonly Rule<StoredApiKey>[] = [
  textRule("description"),
  flagRule("enabled"),
  textRule("name"),
  textRule("customerId"),
];
