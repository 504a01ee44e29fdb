import { GetIntegration$, type GetIntegrationRequest, type Integration } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findIntegration } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegration.html */
export const GetIntegration: Action<ApiGatewayStore, GetIntegrationRequest, Integration> = {
  operation: GetIntegration$,
  handle: (input, store, context) => findIntegration(store, context, input).integration,
};
