import { GetResource$, type GetResourceRequest, type Resource } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findResource } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewResource } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html */
export const GetResource: Action<ApiGatewayStore, GetResourceRequest, Resource> = {
  operation: GetResource$,
  handle(input, store, context) {
    const { resource } = findResource(store, context, input);
    return viewResource(resource, input.embed?.includes("methods") ?? false);
  },
};
