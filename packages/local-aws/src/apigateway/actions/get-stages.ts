import { GetStages$, type GetStagesRequest, type Stages } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApi, stagesOf } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewStage } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html */
export const GetStages: Action<ApiGatewayStore, GetStagesRequest, Stages> = {
  operation: GetStages$,
  handle({ restApiId, deploymentId }, store, context) {
    const stages = stagesOf(store, findApi(store, context, restApiId));
    const wanted =
      deploymentId === undefined ? stages : stages.filter((stage) => stage.deploymentId === deploymentId);
    return { item: wanted.map(viewStage) };
  },
};
