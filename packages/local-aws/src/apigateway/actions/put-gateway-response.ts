import {
  type GatewayResponse,
  PutGatewayResponse$,
  type PutGatewayResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeApi, findApi } from "../find.ts";
import { checkGatewayResponseType, newGatewayResponse } from "../gateway-responses.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutGatewayResponse.html */
export const PutGatewayResponse: Action<ApiGatewayStore, PutGatewayResponseRequest, GatewayResponse> = {
  operation: PutGatewayResponse$,
  handle({ restApiId, responseType, ...rest }, store, context) {
    checkGatewayResponseType(responseType);
    const response = newGatewayResponse(responseType, rest);
    changeApi(store, findApi(store, context, restApiId), ({ gatewayResponses }) => {
      gatewayResponses[responseType] = response;
    });
    return response;
  },
};
