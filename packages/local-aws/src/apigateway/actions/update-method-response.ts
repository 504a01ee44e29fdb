import {
  type MethodResponse,
  UpdateMethodResponse$,
  type UpdateMethodResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { invalid } from "../errors.ts";
import { changeMethod, findMethod, methodResponseOf } from "../find.ts";
import { statusCodeFailure } from "../methods.ts";
import { applyPatch, mapRule, type Rule, unknownOps } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethodResponse.html */
export const UpdateMethodResponse: Action<ApiGatewayStore, UpdateMethodResponseRequest, MethodResponse> = {
  operation: UpdateMethodResponse$,
  handle(input, store, context) {
    const failures = [
      ...unknownOps(input.patchOperations, "updateMethodResponseInput"),
      ...statusCodeFailure(input.statusCode),
    ];
    if (failures.length > 0) throw invalid(failures);
    const found = findMethod(store, context, input);
    methodResponseOf(found.method, input.statusCode);
    const method = changeMethod(store, found, (draft) =>
      applyPatch(methodResponseOf(draft, input.statusCode), input.patchOperations, rules),
    );
    return methodResponseOf(method, input.statusCode);
  },
};

const rules: readonly Rule<MethodResponse>[] = [
  mapRule("responseParameters", {
    parse: (value) => value.toLowerCase() === "true",
    missing: "Invalid parameter name specified",
  }),
  mapRule("responseModels", { missing: "Content-Type specified was not found" }),
];
