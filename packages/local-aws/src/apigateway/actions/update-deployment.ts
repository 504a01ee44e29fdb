import {
  type Deployment,
  UpdateDeployment$,
  type UpdateDeploymentRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findDeployment, partKey } from "../find.ts";
import { applyPatch, checkOps, listingRefusals, type Rule, textRule } from "../patch.ts";
import type { ApiDeployment, ApiGatewayStore } from "../store.ts";
import { viewDeployment } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDeployment.html; the snapshot itself never changes. */
export const UpdateDeployment: Action<ApiGatewayStore, UpdateDeploymentRequest, Deployment> = {
  operation: UpdateDeployment$,
  handle({ restApiId, deploymentId, patchOperations }, store, context) {
    checkOps(patchOperations, "updateDeploymentInput");
    const draft = { ...findDeployment(store, context, restApiId, deploymentId) };
    applyPatch(draft, patchOperations, rules, listingRefusals);
    store.deployments.put(partKey(context, draft.apiId, draft.id), draft);
    return viewDeployment(draft, false);
  },
};

const rules: readonly Rule<ApiDeployment>[] = [textRule("description")];
