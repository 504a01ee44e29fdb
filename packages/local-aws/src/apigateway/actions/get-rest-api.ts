import { GetRestApi$, type GetRestApiRequest, type RestApi } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApi } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewApi } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html */
export const GetRestApi: Action<ApiGatewayStore, GetRestApiRequest, RestApi> = {
  operation: GetRestApi$,
  handle({ restApiId }, store, context) {
    const api = findApi(store, context, restApiId);
    // Recorded: GetRestApis omits empty tags, GetRestApi does not.
    return { ...viewApi(api), tags: api.tags ?? {} };
  },
};
