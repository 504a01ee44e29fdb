import {
  GetRequestValidator$,
  type GetRequestValidatorRequest,
  type RequestValidator,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findValidator } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidator.html */
export const GetRequestValidator: Action<ApiGatewayStore, GetRequestValidatorRequest, RequestValidator> = {
  operation: GetRequestValidator$,
  handle: (input, store, context) => findValidator(store, context, input).validator,
};
