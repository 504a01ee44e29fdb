import { type Integration, PutIntegration$, type PutIntegrationRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeMethod, findMethod } from "../find.ts";
import {
  checkContentHandling,
  checkIntegration,
  checkIntegrationType,
  newIntegration,
  timeoutMillisMax,
} from "../integrations.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html; replaces an existing one. */
export const PutIntegration: Action<ApiGatewayStore, PutIntegrationRequest, Integration> = {
  operation: PutIntegration$,
  handle(input, store, context) {
    checkIntegrationType(input.type);
    checkContentHandling(input.contentHandling, "putIntegrationInput");
    const found = findMethod(store, context, input);
    const integration = newIntegration(input);
    checkIntegration(found.method, integration, timeoutMillisMax(found.api, store));
    changeMethod(store, found, (method) => {
      method.methodIntegration = integration;
    });
    return integration;
  },
};
