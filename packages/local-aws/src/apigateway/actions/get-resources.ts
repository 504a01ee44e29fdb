import { GetResources$, type GetResourcesRequest, type Resources } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApi } from "../find.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewResource } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html */
export const GetResources: Action<ApiGatewayStore, GetResourcesRequest, Resources> = {
  operation: GetResources$,
  handle(input, store, context) {
    const { resources } = findApi(store, context, input.restApiId);
    const embed = input.embed?.includes("methods") ?? false;
    return page(
      Object.values(resources),
      ({ id }) => id,
      input,
      (resource) => viewResource(resource, embed),
    );
  },
};
