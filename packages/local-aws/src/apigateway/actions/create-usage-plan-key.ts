import {
  CreateUsagePlanKey$,
  type CreateUsagePlanKeyRequest,
  type UsagePlanKey,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { viewUsagePlanKey } from "../api-keys.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { apiKey } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { findUsagePlan } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html */
export const CreateUsagePlanKey: Action<ApiGatewayStore, CreateUsagePlanKeyRequest, UsagePlanKey> = {
  operation: CreateUsagePlanKey$,
  handle({ usagePlanId, keyId = "", keyType }, store, context) {
    const plan = findUsagePlan(store, context, usagePlanId);
    if (keyType !== "API_KEY") throw badRequest("Invalid key type. Valid options are API_KEY");
    const key = store.apiKeys.get(apiKey(context, keyId));
    if (!key) throw notFound("Invalid API Key identifier specified");
    if (plan.keyIds.includes(keyId))
      throw conflict("Usage Plan Key already exists for this Usage Plan and API Key");
    store.usagePlans.put(apiKey(context, plan.id), { ...plan, keyIds: [...plan.keyIds, keyId] });
    return viewUsagePlanKey(key);
  },
};
