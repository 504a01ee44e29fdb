import { DeleteModel$, type DeleteModelRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { conflict } from "../errors.ts";
import { apiKey, changeApi, findApi } from "../find.ts";
import { findModel, userOfModel } from "../models.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteModel.html */
export const DeleteModel: Action<ApiGatewayStore, DeleteModelRequest, void> = {
  operation: DeleteModel$,
  handle({ restApiId, modelName = "" }, store, context) {
    findModel(store.apis.get(apiKey(context, restApiId)), modelName);
    const api = findApi(store, context, restApiId);
    const user = userOfModel(api, modelName);
    if (user) throw conflict(`Cannot delete model '${modelName}', is referenced in ${user}`);
    changeApi(store, api, ({ models }) => {
      delete models[modelName];
    });
  },
};
