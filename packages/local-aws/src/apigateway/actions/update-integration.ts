import {
  type Integration,
  UpdateIntegration$,
  type UpdateIntegrationRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { badRequest } from "../errors.ts";
import { changeMethod, findIntegration, integrationOf } from "../find.ts";
import { checkIntegration, timeoutMillisMax } from "../integrations.ts";
import { applyPatch, checkOps, listRule, mapRule, type Rule, set, textRule } from "../patch.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html */
export const UpdateIntegration: Action<ApiGatewayStore, UpdateIntegrationRequest, Integration> = {
  operation: UpdateIntegration$,
  handle(input, store, context) {
    checkOps(input.patchOperations, "updateIntegrationInput");
    const found = findIntegration(store, context, input);
    const method = changeMethod(store, found, (draft) => {
      const integration = integrationOf(draft);
      applyPatch(integration, input.patchOperations, rules);
      checkIntegration(draft, integration, timeoutMillisMax(found.api, store));
    });
    return integrationOf(method);
  },
};

const rules: readonly Rule<Integration>[] = [
  textRule("uri"),
  textRule("httpMethod"),
  textRule("credentials"),
  textRule("passthroughBehavior"),
  textRule("contentHandling"),
  textRule("connectionType"),
  textRule("connectionId"),
  textRule("cacheNamespace"),
  {
    path: "/timeoutInMillis",
    ops: ["replace"],
    apply(draft, { value = "" }) {
      if (!/^\d+$/.test(value)) throw badRequest("Invalid integer value specified for timeoutInMillis");
      set(draft, "timeoutInMillis", Number(value));
    },
  },
  listRule("cacheKeyParameters"),
  mapRule("requestParameters", { missing: "Invalid parameter name specified" }),
  mapRule("requestTemplates", { missing: "Content-Type specified was not found" }),
];
