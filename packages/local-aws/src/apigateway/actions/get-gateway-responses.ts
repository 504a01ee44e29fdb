import {
  type GatewayResponses,
  GetGatewayResponses$,
  type GetGatewayResponsesRequest,
} from "@aws-sdk/client-api-gateway";
import { gatewayResponseTypes } from "@long-running-api/api-gateway/gateway-response-types";
import type { Action } from "../../action.ts";
import { findApi } from "../find.ts";
import { viewGatewayResponse } from "../gateway-responses.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponses.html; includes AWS's defaults. */
export const GetGatewayResponses: Action<ApiGatewayStore, GetGatewayResponsesRequest, GatewayResponses> = {
  operation: GetGatewayResponses$,
  handle({ restApiId }, store, context) {
    const api = findApi(store, context, restApiId);
    return { items: gatewayResponseTypes.map((type) => viewGatewayResponse(api, type)) };
  },
};
