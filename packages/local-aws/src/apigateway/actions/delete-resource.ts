import { DeleteResource$, type DeleteResourceRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { changeApi, findResource } from "../find.ts";
import { descendantsOf } from "../resources.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteResource.html; also deletes its children. */
export const DeleteResource: Action<ApiGatewayStore, DeleteResourceRequest, void> = {
  operation: DeleteResource$,
  handle(input, store, context) {
    const { api, resource } = findResource(store, context, input);
    if (resource.parentId === undefined) throw badRequest("Root resource cannot be deleted.");
    changeApi(store, api, ({ resources }) => {
      for (const id of [resource.id, ...descendantsOf(api, resource.id)]) delete resources[id];
    });
  },
};
