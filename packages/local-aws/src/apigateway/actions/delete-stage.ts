import { DeleteStage$, type DeleteStageRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findStage, partKey } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { forgetStages } from "../usage-plans.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html */
export const DeleteStage: Action<ApiGatewayStore, DeleteStageRequest, void> = {
  operation: DeleteStage$,
  handle({ restApiId, stageName }, store, context) {
    const stage = findStage(store, context, restApiId, stageName);
    store.transaction(() => {
      forgetStages(store, context, stage.apiId, stage.stageName);
      store.stages.delete(partKey(context, stage.apiId, stage.stageName));
    });
  },
};
