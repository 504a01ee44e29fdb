import {
  type RequestValidator,
  UpdateRequestValidator$,
  type UpdateRequestValidatorRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { changeApi, findValidator } from "../find.ts";
import { applyPatch, checkOps, flagRule, listingRefusals, type Rule } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRequestValidator.html */
export const UpdateRequestValidator: Action<
  ApiGatewayStore,
  UpdateRequestValidatorRequest,
  RequestValidator
> = {
  operation: UpdateRequestValidator$,
  handle(input, store, context) {
    checkOps(input.patchOperations, "updateRequestValidatorInput");
    const { api, validator } = findValidator(store, context, input);
    const draft = { ...validator };
    applyPatch(draft, input.patchOperations, rules, listingRefusals);
    changeApi(store, api, ({ validators }) => {
      validators[validator.id ?? ""] = draft;
    });
    return draft;
  },
};

const rules: readonly Rule<RequestValidator>[] = [
  {
    path: "/name",
    ops: ["replace"],
    apply(draft, { value = "" }) {
      if (value === "") throw badRequest("Request Validator name cannot be blank");
      draft.name = value;
    },
  },
  flagRule("validateRequestParameters"),
  flagRule("validateRequestBody"),
];
