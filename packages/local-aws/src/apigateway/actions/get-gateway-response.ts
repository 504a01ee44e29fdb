import {
  type GatewayResponse,
  GetGatewayResponse$,
  type GetGatewayResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApi } from "../find.ts";
import { checkGatewayResponseType, viewGatewayResponse } from "../gateway-responses.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponse.html */
export const GetGatewayResponse: Action<ApiGatewayStore, GetGatewayResponseRequest, GatewayResponse> = {
  operation: GetGatewayResponse$,
  handle({ restApiId, responseType }, store, context) {
    checkGatewayResponseType(responseType);
    return viewGatewayResponse(findApi(store, context, restApiId), responseType);
  },
};
