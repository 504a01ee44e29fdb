import {
  type IntegrationResponse,
  UpdateIntegrationResponse$,
  type UpdateIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { invalid } from "../errors.ts";
import { changeMethod, findIntegration, integrationOf, integrationResponseOf } from "../find.ts";
import { checkResponseMappings } from "../mappings.ts";
import { statusCodeFailure } from "../methods.ts";
import { applyPatch, mapRule, type Rule, set, textRule, unknownOps } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegrationResponse.html */
export const UpdateIntegrationResponse: Action<
  ApiGatewayStore,
  UpdateIntegrationResponseRequest,
  IntegrationResponse
> = {
  operation: UpdateIntegrationResponse$,
  handle(input, store, context) {
    const failures = [
      ...unknownOps(input.patchOperations, "updateIntegrationResponseInput"),
      ...statusCodeFailure(input.statusCode),
    ];
    if (failures.length > 0) throw invalid(failures);
    const found = findIntegration(store, context, input);
    integrationResponseOf(found.integration, input.statusCode);
    const method = changeMethod(store, found, (draft) => {
      const response = integrationResponseOf(integrationOf(draft), input.statusCode);
      applyPatch(response, input.patchOperations, rules);
      checkResponseMappings(draft, response);
    });
    return integrationResponseOf(integrationOf(method), input.statusCode);
  },
};

const rules: readonly Rule<IntegrationResponse>[] = [
  {
    path: "/selectionPattern",
    ops: ["replace"],
    apply: (draft, { value }) => set(draft, "selectionPattern", value),
  },
  textRule("contentHandling"),
  mapRule("responseParameters", { missing: "Invalid parameter name specified" }),
  mapRule("responseTemplates", { missing: "Content-Type specified was not found" }),
];
