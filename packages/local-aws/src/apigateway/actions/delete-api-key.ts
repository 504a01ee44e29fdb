import { DeleteApiKey$, type DeleteApiKeyRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApiKey } from "../api-keys.ts";
import { apiKey } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteApiKey.html; also removed from usage plans. */
export const DeleteApiKey: Action<ApiGatewayStore, DeleteApiKeyRequest, void> = {
  operation: DeleteApiKey$,
  handle({ apiKey: id }, store, context) {
    const key = findApiKey(store, context, id);
    store.transaction(() => {
      for (const plan of store.usagePlans.list()) {
        if (plan.region !== context.region || !plan.keyIds.includes(key.id)) continue;
        const keyIds = plan.keyIds.filter((known) => known !== key.id);
        store.usagePlans.put(apiKey(context, plan.id), { ...plan, keyIds });
      }
      store.apiKeys.delete(apiKey(context, key.id));
    });
  },
};
