import { DeleteMethodResponse$, type DeleteMethodResponseRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeMethod, findMethod, methodResponseOf } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethodResponse.html */
export const DeleteMethodResponse: Action<ApiGatewayStore, DeleteMethodResponseRequest, void> = {
  operation: DeleteMethodResponse$,
  handle(input, store, context) {
    const found = findMethod(store, context, input);
    methodResponseOf(found.method, input.statusCode);
    changeMethod(store, found, ({ methodResponses }) => {
      delete methodResponses?.[input.statusCode ?? ""];
    });
  },
};
