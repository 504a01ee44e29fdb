import { DeleteIntegration$, type DeleteIntegrationRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeMethod, findIntegration } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegration.html */
export const DeleteIntegration: Action<ApiGatewayStore, DeleteIntegrationRequest, void> = {
  operation: DeleteIntegration$,
  handle(input, store, context) {
    changeMethod(store, findIntegration(store, context, input), (method) => {
      delete method.methodIntegration;
    });
  },
};
