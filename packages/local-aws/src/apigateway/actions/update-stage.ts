import { type Stage, UpdateStage$, type UpdateStageRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findStage, partKey } from "../find.ts";
import { checkOps } from "../patch.ts";
import { patchStage } from "../stage-patch.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewStage } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html */
export const UpdateStage: Action<ApiGatewayStore, UpdateStageRequest, Stage> = {
  operation: UpdateStage$,
  handle({ restApiId, stageName, patchOperations }, store, context) {
    checkOps(patchOperations, "updateStageInput");
    const stage = findStage(store, context, restApiId, stageName);
    const isDeployment = (id: string) => Boolean(store.deployments.get(partKey(context, stage.apiId, id)));
    const logsAllowed = Boolean(store.accounts.get(context.region)?.cloudwatchRoleArn);
    const changed = patchStage(stage, patchOperations, isDeployment, logsAllowed);
    changed.updatedSeconds = Math.floor(context.now().getTime() / 1000);
    store.stages.put(partKey(context, stage.apiId, stage.stageName), changed);
    return viewStage(changed);
  },
};
