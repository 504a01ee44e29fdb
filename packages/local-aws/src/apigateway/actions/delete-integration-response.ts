import {
  DeleteIntegrationResponse$,
  type DeleteIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { notFound } from "../errors.ts";
import { changeMethod, findIntegration, findResource, integrationResponseOf } from "../find.ts";
import { checkStatusCode } from "../methods.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegrationResponse.html */
export const DeleteIntegrationResponse: Action<ApiGatewayStore, DeleteIntegrationResponseRequest, void> = {
  operation: DeleteIntegrationResponse$,
  handle(input, store, context) {
    checkStatusCode(input.statusCode);
    const { resource } = findResource(store, context, input);
    // Unlike the other calls on integrations, this one reports a missing method and a missing integration alike.
    if (!resource.methods[input.httpMethod ?? ""]) throw notFound("Invalid Integration identifier specified");
    const found = findIntegration(store, context, input);
    integrationResponseOf(found.integration, input.statusCode);
    changeMethod(store, found, ({ methodIntegration }) => {
      delete methodIntegration?.integrationResponses?.[input.statusCode ?? ""];
    });
  },
};
