import {
  DeleteIntegrationResponse$,
  type DeleteIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeMethod, findIntegration, integrationResponseOf } from "../find.ts";
import { checkStatusCode } from "../methods.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegrationResponse.html */
export const DeleteIntegrationResponse: Action<ApiGatewayStore, DeleteIntegrationResponseRequest, void> = {
  operation: DeleteIntegrationResponse$,
  handle(input, store, context) {
    checkStatusCode(input.statusCode);
    const found = findIntegration(store, context, input);
    integrationResponseOf(found.integration, input.statusCode);
    changeMethod(store, found, ({ methodIntegration }) => {
      delete methodIntegration?.integrationResponses?.[input.statusCode ?? ""];
    });
  },
};
