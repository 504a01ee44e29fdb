import { GetStage$, type GetStageRequest, type Stage } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findStage } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewStage } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html */
export const GetStage: Action<ApiGatewayStore, GetStageRequest, Stage> = {
  operation: GetStage$,
  handle: ({ restApiId, stageName }, store, context) =>
    viewStage(findStage(store, context, restApiId, stageName)),
};
