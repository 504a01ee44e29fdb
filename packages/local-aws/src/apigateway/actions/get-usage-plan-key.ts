import {
  GetUsagePlanKey$,
  type GetUsagePlanKeyRequest,
  type UsagePlanKey,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { viewUsagePlanKey } from "../api-keys.ts";
import type { ApiGatewayStore } from "../store.ts";
import { findUsagePlanKey } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKey.html */
export const GetUsagePlanKey: Action<ApiGatewayStore, GetUsagePlanKeyRequest, UsagePlanKey> = {
  operation: GetUsagePlanKey$,
  handle: (input, store, context) => viewUsagePlanKey(findUsagePlanKey(store, context, input).key),
};
