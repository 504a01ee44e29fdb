import {
  type GatewayResponse,
  UpdateGatewayResponse$,
  type UpdateGatewayResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { changeApi, findApi } from "../find.ts";
import { checkGatewayResponseType, viewGatewayResponse } from "../gateway-responses.ts";
import { checkGatewayMappings } from "../mappings.ts";
import { applyPatch, checkOps, mapRule, plainRefusals, type Refusals, type Rule, set } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateGatewayResponse.html */
export const UpdateGatewayResponse: Action<ApiGatewayStore, UpdateGatewayResponseRequest, GatewayResponse> = {
  operation: UpdateGatewayResponse$,
  handle({ restApiId, responseType, patchOperations }, store, context) {
    checkGatewayResponseType(responseType);
    checkOps(patchOperations, "updateGatewayResponseInput");
    const api = findApi(store, context, restApiId);
    const draft = structuredClone(viewGatewayResponse(api, responseType));
    applyPatch(draft, patchOperations, rules, refusals);
    checkGatewayMappings(draft.responseParameters);
    const response = { ...draft, responseParameters: draft.responseParameters ?? {}, defaultResponse: false };
    changeApi(store, api, ({ gatewayResponses }) => {
      gatewayResponses[responseType] = response;
    });
    return response;
  },
};

const refusals: Refusals<GatewayResponse> = {
  path: plainRefusals.path,
  op: (patch) => plainRefusals.path(patch, []),
};

const rules: readonly Rule<GatewayResponse>[] = [
  { path: "/statusCode", ops: ["replace"], apply: (draft, { value }) => set(draft, "statusCode", value) },
  notEmpty(
    mapRule("responseParameters", { missing: "Invalid parameter name specified" }),
    "responseParameters",
  ),
  notEmpty(
    mapRule("responseTemplates", { missing: "Invalid parameter name specified" }),
    "responseTemplates",
  ),
];

function notEmpty(rule: Rule<GatewayResponse>, member: string): Rule<GatewayResponse> {
  return {
    ...rule,
    apply(draft, patch) {
      if (patch.op !== "remove" && !patch.value) throw badRequest(`Invalid null or empty value in ${member}`);
      rule.apply(draft, patch);
    },
  };
}
