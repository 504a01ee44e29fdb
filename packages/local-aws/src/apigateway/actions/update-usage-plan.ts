import { UpdateUsagePlan$, type UpdateUsagePlanRequest, type UsagePlan } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { apiKey } from "../find.ts";
import { checkOps } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";
import { findUsagePlan, patchUsagePlan, viewUsagePlan } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsagePlan.html */
export const UpdateUsagePlan: Action<ApiGatewayStore, UpdateUsagePlanRequest, UsagePlan> = {
  operation: UpdateUsagePlan$,
  handle({ usagePlanId, patchOperations }, store, context) {
    checkOps(patchOperations, "updateUsagePlanInput");
    const plan = patchUsagePlan(store, context, findUsagePlan(store, context, usagePlanId), patchOperations);
    store.usagePlans.put(apiKey(context, plan.id), plan);
    return { ...viewUsagePlan(plan), tags: plan.tags ?? {} };
  },
};
