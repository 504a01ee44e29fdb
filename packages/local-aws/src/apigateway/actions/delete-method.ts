import { DeleteMethod$, type DeleteMethodRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeApi, findMethod } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html */
export const DeleteMethod: Action<ApiGatewayStore, DeleteMethodRequest, void> = {
  operation: DeleteMethod$,
  handle(input, store, context) {
    const { api, resource, method } = findMethod(store, context, input);
    changeApi(store, api, ({ resources }) => {
      delete resources[resource.id]?.methods[method.httpMethod ?? ""];
    });
  },
};
