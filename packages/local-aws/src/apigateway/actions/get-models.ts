import { GetModels$, type GetModelsRequest, type Models } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findApi } from "../find.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModels.html */
export const GetModels: Action<ApiGatewayStore, GetModelsRequest, Models> = {
  operation: GetModels$,
  handle(input, store, context) {
    const { models } = findApi(store, context, input.restApiId);
    return page(
      Object.values(models),
      ({ id }) => id ?? "",
      input,
      (model) => model,
    );
  },
};
