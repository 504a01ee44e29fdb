import { type Resource, UpdateResource$, type UpdateResourceRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest, notFound } from "../errors.ts";
import { changeApi, findResource } from "../find.ts";
import { applyPatch, checkOps, listingRefusals, type Rule } from "../patch.ts";
import { checkPathPart, childPath, descendantsOf, repath } from "../resources.ts";
import type { Api, ApiGatewayStore, ApiResource } from "../store.ts";
import { viewResource } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateResource.html; its children move with it. */
export const UpdateResource: Action<ApiGatewayStore, UpdateResourceRequest, Resource> = {
  operation: UpdateResource$,
  handle(input, store, context) {
    checkOps(input.patchOperations, "updateResourceInput");
    const { api, resource } = findResource(store, context, input);
    const changed = changeApi(store, api, (draft) => {
      const target = draft.resources[resource.id];
      if (target) applyPatch({ api: draft, resource: target }, input.patchOperations, rules, listingRefusals);
    });
    return viewResource(changed.resources[resource.id] ?? resource, false);
  },
};

interface Place {
  api: Api;
  resource: ApiResource;
}

const rules: readonly Rule<Place>[] = [
  {
    path: "/parentId",
    ops: ["replace"],
    apply({ api, resource }, { value = "" }) {
      if (resource.parentId === undefined) throw badRequest("Root resource cannot update its parentId.");
      const parent = api.resources[value];
      if (!parent) throw notFound("Invalid Resource identifier specified");
      if (parent.id === resource.id || descendantsOf(api, resource.id).includes(parent.id))
        throw badRequest("Resources cannot be cyclical.");
      move(api, resource, parent, resource.pathPart ?? "");
    },
  },
  {
    path: "/pathPart",
    ops: ["replace"],
    apply({ api, resource }, { value = "" }) {
      const parent = api.resources[resource.parentId ?? ""];
      if (!parent) throw badRequest("Root resource cannot update its pathPart.");
      move(api, resource, parent, value);
    },
  },
];

function move(api: Api, resource: ApiResource, parent: ApiResource, pathPart: string): void {
  checkPathPart(api, parent, pathPart, resource.id);
  resource.parentId = parent.id;
  resource.pathPart = pathPart;
  resource.path = childPath(parent, pathPart);
  repath(api, resource);
}
