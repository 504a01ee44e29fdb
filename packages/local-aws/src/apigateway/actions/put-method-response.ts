import {
  type MethodResponse,
  PutMethodResponse$,
  type PutMethodResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { defined } from "../defined.ts";
import { conflict } from "../errors.ts";
import { changeMethod, findMethod } from "../find.ts";
import { checkStatusCode } from "../methods.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html */
export const PutMethodResponse: Action<ApiGatewayStore, PutMethodResponseRequest, MethodResponse> = {
  operation: PutMethodResponse$,
  handle(input, store, context) {
    const { statusCode = "", responseParameters, responseModels } = input;
    checkStatusCode(statusCode);
    const found = findMethod(store, context, input);
    if (found.method.methodResponses?.[statusCode])
      throw conflict("Response already exists for this resource");
    const response: MethodResponse = defined({ statusCode, responseParameters, responseModels });
    changeMethod(store, found, (method) => {
      method.methodResponses = { ...method.methodResponses, [statusCode]: response };
    });
    return response;
  },
};
