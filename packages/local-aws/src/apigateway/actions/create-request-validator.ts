import {
  CreateRequestValidator$,
  type CreateRequestValidatorRequest,
  type RequestValidator,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { defined } from "../defined.ts";
import { badRequest } from "../errors.ts";
import { apiKey, changeApi } from "../find.ts";
import { newId } from "../id.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRequestValidator.html */
export const CreateRequestValidator: Action<
  ApiGatewayStore,
  CreateRequestValidatorRequest,
  RequestValidator
> = {
  operation: CreateRequestValidator$,
  handle(
    { restApiId, name, validateRequestBody = false, validateRequestParameters = false },
    store,
    context,
  ) {
    const api = store.apis.get(apiKey(context, restApiId));
    if (!api) throw badRequest("Invalid REST API identifier specified");
    const validator = defined({ id: newId(6), name, validateRequestBody, validateRequestParameters });
    changeApi(store, api, ({ validators }) => {
      validators[validator.id] = validator;
    });
    return validator;
  },
};
