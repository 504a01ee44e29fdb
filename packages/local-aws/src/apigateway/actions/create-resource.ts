import { CreateResource$, type CreateResourceRequest, type Resource } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeApi, findResource } from "../find.ts";
import { newId } from "../id.ts";
import { checkPathPart, childPath } from "../resources.ts";
import type { ApiGatewayStore, ApiResource } from "../store.ts";
import { viewResource } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html */
export const CreateResource: Action<ApiGatewayStore, CreateResourceRequest, Resource> = {
  operation: CreateResource$,
  handle({ restApiId, parentId, pathPart = "" }, store, context) {
    const { api, resource: parent } = findResource(store, context, { restApiId, resourceId: parentId });
    checkPathPart(api, parent, pathPart);
    const resource: ApiResource = {
      id: newId(6),
      parentId: parent.id,
      pathPart,
      path: childPath(parent, pathPart),
      methods: {},
    };
    changeApi(store, api, ({ resources }) => {
      resources[resource.id] = resource;
    });
    return viewResource(resource, false);
  },
};
