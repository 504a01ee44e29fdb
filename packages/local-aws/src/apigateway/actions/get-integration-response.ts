import {
  GetIntegrationResponse$,
  type GetIntegrationResponseRequest,
  type IntegrationResponse,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findIntegration, integrationResponseOf } from "../find.ts";
import { checkStatusCode } from "../methods.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegrationResponse.html */
export const GetIntegrationResponse: Action<
  ApiGatewayStore,
  GetIntegrationResponseRequest,
  IntegrationResponse
> = {
  operation: GetIntegrationResponse$,
  handle(input, store, context) {
    checkStatusCode(input.statusCode);
    return integrationResponseOf(findIntegration(store, context, input).integration, input.statusCode);
  },
};
