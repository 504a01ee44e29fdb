import {
  GetRequestValidators$,
  type GetRequestValidatorsRequest,
  type RequestValidators,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApi } from "../find.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidators.html */
export const GetRequestValidators: Action<ApiGatewayStore, GetRequestValidatorsRequest, RequestValidators> = {
  operation: GetRequestValidators$,
  handle(input, store, context) {
    const { validators } = findApi(store, context, input.restApiId);
    return page(
      Object.values(validators),
      ({ id }) => id ?? "",
      input,
      (validator) => validator,
    );
  },
};
