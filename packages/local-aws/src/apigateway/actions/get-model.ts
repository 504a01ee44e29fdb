import { GetModel$, type GetModelRequest, type Model } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { apiKey } from "../find.ts";
import { findModel, flattened } from "../models.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModel.html; `flatten` resolves its references. */
export const GetModel: Action<ApiGatewayStore, GetModelRequest, Model> = {
  operation: GetModel$,
  handle({ restApiId, modelName, flatten }, { apis }, context) {
    const api = apis.get(apiKey(context, restApiId));
    const model = findModel(api, modelName);
    return api && flatten ? { ...model, schema: JSON.stringify(flattened(api, model)) } : model;
  },
};
