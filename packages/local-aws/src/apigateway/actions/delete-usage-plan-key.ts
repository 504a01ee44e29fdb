import { DeleteUsagePlanKey$, type DeleteUsagePlanKeyRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { apiKey } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { findUsagePlanKey } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlanKey.html */
export const DeleteUsagePlanKey: Action<ApiGatewayStore, DeleteUsagePlanKeyRequest, void> = {
  operation: DeleteUsagePlanKey$,
  handle(input, store, context) {
    const { plan, key } = findUsagePlanKey(store, context, input);
    const keyIds = plan.keyIds.filter((id) => id !== key.id);
    store.usagePlans.put(apiKey(context, plan.id), { ...plan, keyIds });
  },
};
