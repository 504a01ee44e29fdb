import { GetUsagePlans$, type GetUsagePlansRequest, type UsagePlans } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewUsagePlan } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlans.html */
export const GetUsagePlans: Action<ApiGatewayStore, GetUsagePlansRequest, UsagePlans> = {
  operation: GetUsagePlans$,
  handle(input, { usagePlans }, { region }) {
    const here = usagePlans
      .list()
      .filter((plan) => plan.region === region)
      .filter((plan) => input.keyId === undefined || plan.keyIds.includes(input.keyId));
    return page(here, ({ id }) => id, input, viewUsagePlan);
  },
};
