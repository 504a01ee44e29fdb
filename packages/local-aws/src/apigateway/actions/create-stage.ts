import { CreateStage$, type CreateStageRequest, type Stage } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { findApi, partKey } from "../find.ts";
import { createStage, refuseCanary } from "../stages.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewStage } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
export const CreateStage: Action<ApiGatewayStore, CreateStageRequest, Stage> = {
  operation: CreateStage$,
  handle(input, store, context) {
    const api = findApi(store, context, input.restApiId);
    refuseCanary(input.canarySettings);
    if (!store.deployments.get(partKey(context, api.id, input.deploymentId)))
      throw badRequest("Deployment id does not exist");
    return viewStage(createStage(store, input, context));
  },
};
