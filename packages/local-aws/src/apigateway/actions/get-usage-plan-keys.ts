import {
  GetUsagePlanKeys$,
  type GetUsagePlanKeysRequest,
  type UsagePlanKeys,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { viewUsagePlanKey } from "../api-keys.ts";
import { apiKey } from "../find.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKeys.html; an unknown plan has none. */
export const GetUsagePlanKeys: Action<ApiGatewayStore, GetUsagePlanKeysRequest, UsagePlanKeys> = {
  operation: GetUsagePlanKeys$,
  handle(input, store, context) {
    const plan = store.usagePlans.get(apiKey(context, input.usagePlanId));
    const keys = (plan?.keyIds ?? [])
      .flatMap((id) => store.apiKeys.get(apiKey(context, id)) ?? [])
      .filter(({ name = "" }) => name.startsWith(input.nameQuery ?? ""))
      .reverse();
    return page(keys, ({ id }) => id, input, viewUsagePlanKey);
  },
};
