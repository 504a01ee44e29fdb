import { GetUsagePlan$, type GetUsagePlanRequest, type UsagePlan } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import type { ApiGatewayStore } from "../store.ts";
import { findUsagePlan, viewUsagePlan } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlan.html */
export const GetUsagePlan: Action<ApiGatewayStore, GetUsagePlanRequest, UsagePlan> = {
  operation: GetUsagePlan$,
  handle({ usagePlanId }, store, context) {
    const plan = findUsagePlan(store, context, usagePlanId);
    return { ...viewUsagePlan(plan), tags: plan.tags ?? {} };
  },
};
