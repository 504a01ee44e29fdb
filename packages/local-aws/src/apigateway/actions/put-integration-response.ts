import {
  type Integration,
  type IntegrationResponse,
  PutIntegrationResponse$,
  type PutIntegrationResponseRequest,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { defined } from "../defined.ts";
import { conflict } from "../errors.ts";
import { changeMethod, findIntegration } from "../find.ts";
import { checkContentHandling } from "../integrations.ts";
import { checkResponseMappings } from "../mappings.ts";
import { checkStatusCode } from "../methods.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html; may precede the method response. */
export const PutIntegrationResponse: Action<
  ApiGatewayStore,
  PutIntegrationResponseRequest,
  IntegrationResponse
> = {
  operation: PutIntegrationResponse$,
  handle(input, store, context) {
    const { restApiId: _, resourceId: __, httpMethod: ___, ...rest } = input;
    checkStatusCode(rest.statusCode);
    checkContentHandling(rest.contentHandling, "putIntegrationResponseInput");
    const found = findIntegration(store, context, input);
    const response: IntegrationResponse = defined({
      ...rest,
      responseTemplates: emptied(rest.responseTemplates),
    });
    checkResponseMappings(found.method, response);
    checkPattern(found.integration, response);
    changeMethod(store, found, ({ methodIntegration }) => {
      if (!methodIntegration) return;
      methodIntegration.integrationResponses = {
        ...methodIntegration.integrationResponses,
        [rest.statusCode ?? ""]: response,
      };
    });
    return response;
  },
};

/**
 * Two responses with the same pattern conflict, including two defaults: reported in
 * https://github.com/carrot/terraform-api-gateway-method-module/issues/2.
 */
function checkPattern({ integrationResponses = {} }: Integration, response: IntegrationResponse): void {
  const pattern = response.selectionPattern || "default";
  const other = Object.values(integrationResponses).find(
    ({ statusCode, selectionPattern }) =>
      statusCode !== response.statusCode && (selectionPattern || "default") === pattern,
  );
  if (other) throw conflict(`Integration response with selection pattern ${pattern} already exists`);
}

/** An empty template is stored and returned as null: the body passes through. */
function emptied(templates: Record<string, string> | undefined): Record<string, string> | undefined {
  if (!templates) return undefined;
  const entries = Object.entries(templates).map(([type, template]) => [type, template || null]);
  return Object.fromEntries(entries) as Record<string, string>;
}
