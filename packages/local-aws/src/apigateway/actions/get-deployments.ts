import { type Deployments, GetDeployments$, type GetDeploymentsRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { deploymentsOf, findApi } from "../find.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewDeployment } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html */
export const GetDeployments: Action<ApiGatewayStore, GetDeploymentsRequest, Deployments> = {
  operation: GetDeployments$,
  handle(input, store, context) {
    const deployments = deploymentsOf(store, findApi(store, context, input.restApiId));
    return page(
      deployments,
      ({ id }) => id,
      input,
      (deployment) => viewDeployment(deployment, false),
    );
  },
};
