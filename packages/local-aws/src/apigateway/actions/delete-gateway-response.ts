import { DeleteGatewayResponse$, type DeleteGatewayResponseRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { notFound } from "../errors.ts";
import { changeApi, findApi } from "../find.ts";
import { checkGatewayResponseType } from "../gateway-responses.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteGatewayResponse.html; restores AWS's default. */
export const DeleteGatewayResponse: Action<ApiGatewayStore, DeleteGatewayResponseRequest, void> = {
  operation: DeleteGatewayResponse$,
  handle({ restApiId, responseType }, store, context) {
    checkGatewayResponseType(responseType);
    const api = findApi(store, context, restApiId);
    if (!api.gatewayResponses[responseType]) throw notFound("Gateway response type not defined on api");
    changeApi(store, api, ({ gatewayResponses }) => {
      delete gatewayResponses[responseType];
    });
  },
};
