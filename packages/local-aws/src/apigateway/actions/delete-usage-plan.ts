import { DeleteUsagePlan$, type DeleteUsagePlanRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { apiKey } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { findUsagePlan } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlan.html */
export const DeleteUsagePlan: Action<ApiGatewayStore, DeleteUsagePlanRequest, void> = {
  operation: DeleteUsagePlan$,
  handle({ usagePlanId }, store, context) {
    const plan = findUsagePlan(store, context, usagePlanId);
    if (plan.apiStages?.length) {
      throw badRequest(
        `Cannot delete Usage Plan ${plan.id} because it is associated with API Stages: [${plan.apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`).join(", ")}]`,
      );
    }
    store.usagePlans.delete(apiKey(context, plan.id));
  },
};
