import { CreateRestApi$, type CreateRestApiRequest, type RestApi } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { apiKey } from "../find.ts";
import { newApi } from "../new-api.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewApi } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html */
export const CreateRestApi: Action<ApiGatewayStore, CreateRestApiRequest, RestApi> = {
  operation: CreateRestApi$,
  handle(input, { apis }, context) {
    if (input.cloneFrom !== undefined) throw badRequest("cloneFrom is not in the embedded cloud.");
    const api = newApi(input, context);
    apis.put(apiKey(context, api.id), api);
    return viewApi(api);
  },
};
