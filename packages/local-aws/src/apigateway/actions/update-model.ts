import { type Model, UpdateModel$, type UpdateModelRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { apiKey, changeApi, findApi } from "../find.ts";
import { checkSchema, findModel } from "../models.ts";
import { applyPatch, checkOps, listingRefusals, type Rule, textRule } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateModel.html */
export const UpdateModel: Action<ApiGatewayStore, UpdateModelRequest, Model> = {
  operation: UpdateModel$,
  handle({ restApiId, modelName, patchOperations }, store, context) {
    checkOps(patchOperations, "updateModelInput");
    const draft = { ...findModel(store.apis.get(apiKey(context, restApiId)), modelName) };
    applyPatch(draft, patchOperations, rules, listingRefusals);
    changeApi(store, findApi(store, context, restApiId), ({ models }) => {
      models[modelName ?? ""] = draft;
    });
    return draft;
  },
};

const rules: readonly Rule<Model>[] = [
  textRule("description"),
  {
    path: "/schema",
    ops: ["replace"],
    apply(draft, { value }) {
      checkSchema(value);
      draft.schema = value;
    },
  },
];
