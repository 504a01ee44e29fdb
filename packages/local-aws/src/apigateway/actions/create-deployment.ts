import {
  CreateDeployment$,
  type CreateDeploymentRequest,
  type Deployment,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { deploy } from "../deploy.ts";
import { findApi, partKey } from "../find.ts";
import { createStage, redeployStage, refuseCanary } from "../stages.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewDeployment } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html; with stageName, the stage is moved to it. */
export const CreateDeployment: Action<ApiGatewayStore, CreateDeploymentRequest, Deployment> = {
  operation: CreateDeployment$,
  handle(input, store, context) {
    const api = findApi(store, context, input.restApiId);
    refuseCanary(input.canarySettings);
    const deployment = deploy(api, input, context);
    store.transaction(() => {
      store.deployments.put(partKey(context, api.id, deployment.id), deployment);
      if (!input.stageName) return;
      const stage = store.stages.get(partKey(context, api.id, input.stageName));
      if (stage) redeployStage(store, stage, deployment, input, context);
      else
        createStage(
          store,
          {
            ...input,
            stageName: input.stageName,
            deploymentId: deployment.id,
            description: input.stageDescription,
          },
          context,
        );
    });
    return viewDeployment(deployment, false);
  },
};
