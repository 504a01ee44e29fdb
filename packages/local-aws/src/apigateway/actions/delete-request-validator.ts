import { DeleteRequestValidator$, type DeleteRequestValidatorRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeApi, findValidator } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRequestValidator.html */
export const DeleteRequestValidator: Action<ApiGatewayStore, DeleteRequestValidatorRequest, void> = {
  operation: DeleteRequestValidator$,
  handle(input, store, context) {
    const { api, validator } = findValidator(store, context, input);
    changeApi(store, api, ({ validators }) => {
      delete validators[validator.id ?? ""];
    });
  },
};
