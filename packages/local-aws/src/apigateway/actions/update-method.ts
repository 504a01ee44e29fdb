import { type Method, UpdateMethod$, type UpdateMethodRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { changeMethod, findMethod } from "../find.ts";
import { checkMethod } from "../methods.ts";
import { applyPatch, checkOps, flagRule, listRule, mapRule, type Rule, textRule } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html */
export const UpdateMethod: Action<ApiGatewayStore, UpdateMethodRequest, Method> = {
  operation: UpdateMethod$,
  handle(input, store, context) {
    checkOps(input.patchOperations, "updateMethodInput");
    const found = findMethod(store, context, input);
    return changeMethod(store, found, (draft) => {
      applyPatch(draft, input.patchOperations, rules);
      // An authorizer is ignored unless the authorization type uses one.
      if (draft.authorizationType === "NONE" || draft.authorizationType === "AWS_IAM")
        delete draft.authorizerId;
      checkMethod(found.api, draft);
    });
  },
};

const rules: readonly Rule<Method>[] = [
  textRule("operationName"),
  textRule("authorizationType"),
  textRule("authorizerId"),
  textRule("requestValidatorId"),
  flagRule("apiKeyRequired"),
  mapRule("requestParameters", {
    parse: (value) => value.toLowerCase() === "true",
    missing: "Invalid parameter name specified",
  }),
  mapRule("requestModels", { missing: "Content-Type specified was not found" }),
  listRule("authorizationScopes"),
];
