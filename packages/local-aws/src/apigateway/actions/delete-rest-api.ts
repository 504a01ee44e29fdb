import { DeleteRestApi$, type DeleteRestApiRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { apiKey, deploymentsOf, findApi, partKey, stagesOf } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { forgetStages } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html */
export const DeleteRestApi: Action<ApiGatewayStore, DeleteRestApiRequest, void> = {
  operation: DeleteRestApi$,
  handle({ restApiId }, store, context) {
    const api = findApi(store, context, restApiId);
    store.transaction(() => {
      forgetStages(store, context, api.id);
      for (const { stageName } of stagesOf(store, api))
        store.stages.delete(partKey(context, api.id, stageName));
      for (const { id } of deploymentsOf(store, api)) store.deployments.delete(partKey(context, api.id, id));
      store.apis.delete(apiKey(context, api.id));
    });
  },
};
