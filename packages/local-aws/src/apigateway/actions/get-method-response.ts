import {
  GetMethodResponse$,
  type GetMethodResponseRequest,
  type MethodResponse,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findMethod, methodResponseOf } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethodResponse.html */
export const GetMethodResponse: Action<ApiGatewayStore, GetMethodResponseRequest, MethodResponse> = {
  operation: GetMethodResponse$,
  handle: (input, store, context) =>
    methodResponseOf(findMethod(store, context, input).method, input.statusCode),
};
