import { type Deployment, GetDeployment$, type GetDeploymentRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findDeployment } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewDeployment } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html */
export const GetDeployment: Action<ApiGatewayStore, GetDeploymentRequest, Deployment> = {
  operation: GetDeployment$,
  handle({ restApiId, deploymentId, embed }, store, context) {
    return viewDeployment(
      findDeployment(store, context, restApiId, deploymentId),
      embed?.includes("apisummary") ?? false,
    );
  },
};
