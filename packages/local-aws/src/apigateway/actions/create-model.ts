import { CreateModel$, type CreateModelRequest, type Model } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { defined } from "../defined.ts";
import { badRequest, conflict } from "../errors.ts";
import { changeApi, findApi } from "../find.ts";
import { newId } from "../id.ts";
import { checkSchema } from "../models.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html */
export const CreateModel: Action<ApiGatewayStore, CreateModelRequest, Model> = {
  operation: CreateModel$,
  handle({ restApiId, ...input }, store, context) {
    const { name = "" } = input;
    const api = findApi(store, context, restApiId);
    if (name === "") throw badRequest("Model name must be non-empty");
    if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
    if (api.models[name]) throw conflict("Model name already exists for this REST API");
    checkSchema(input.schema);
    const description = input.description || undefined;
    const model: Model = defined({ id: newId(6), ...input, description });
    changeApi(store, api, ({ models }) => {
      models[name] = model;
    });
    return model;
  },
};
