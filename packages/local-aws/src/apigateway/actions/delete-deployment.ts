import { DeleteDeployment$, type DeleteDeploymentRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { findDeployment, partKey, stagesOf } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html */
export const DeleteDeployment: Action<ApiGatewayStore, DeleteDeploymentRequest, void> = {
  operation: DeleteDeployment$,
  handle({ restApiId, deploymentId }, store, context) {
    const { id, api } = findDeployment(store, context, restApiId, deploymentId);
    if (stagesOf(store, api).some((stage) => stage.deploymentId === id))
      throw badRequest("Active stages pointing to this deployment must be moved or deleted");
    store.deployments.delete(partKey(context, api.id, id));
  },
};
