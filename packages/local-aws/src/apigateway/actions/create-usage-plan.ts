import { CreateUsagePlan$, type CreateUsagePlanRequest, type UsagePlan } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { defined } from "../defined.ts";
import { badRequest } from "../errors.ts";
import { apiKey } from "../find.ts";
import { newId } from "../id.ts";
import type { ApiGatewayStore, StoredUsagePlan } from "../store.ts";
import { checkApiStage, viewUsagePlan } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html */
export const CreateUsagePlan: Action<ApiGatewayStore, CreateUsagePlanRequest, UsagePlan> = {
  operation: CreateUsagePlan$,
  handle(input, store, context) {
    if (!input.name) throw badRequest("Usage Plan name cannot be blank");
    const id = newId(6);
    for (const stage of input.apiStages ?? []) checkApiStage(store, context, id, stage);
    const { apiStages = [], quota, throttle, ...rest } = input;
    const plan: StoredUsagePlan = defined({
      id,
      region: context.region,
      ...rest,
      apiStages,
      quota: quota && { offset: 0, ...quota },
      throttle: throttle && { burstLimit: 0, rateLimit: 0, ...throttle },
      keyIds: [],
    });
    store.usagePlans.put(apiKey(context, id), plan);
    return viewUsagePlan(plan);
  },
};
