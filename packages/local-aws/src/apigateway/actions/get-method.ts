import { GetMethod$, type GetMethodRequest, type Method } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findMethod } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html */
export const GetMethod: Action<ApiGatewayStore, GetMethodRequest, Method> = {
  operation: GetMethod$,
  handle: (input, store, context) => findMethod(store, context, input).method,
};
