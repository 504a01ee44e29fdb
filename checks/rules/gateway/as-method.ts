import type {
  ContentHandlingStrategy,
  Integration,
  IntegrationType,
  Method,
} from "@aws-sdk/client-api-gateway";
import type { IntegrationSeen, MethodSeen } from "./method.ts";

/** A method as the SDK's type, which API Gateway's rules take. */
export function asMethod({
  name,
  responses,
  integration,
}: Pick<MethodSeen, "name" | "responses" | "integration">): Method {
  return {
    httpMethod: name,
    methodResponses: Object.fromEntries(responses.map((statusCode) => [statusCode, { statusCode }])),
    ...(integration && { methodIntegration: asIntegration(integration) }),
  };
}

/** An integration that was seen, in the SDK's words. */
export function asIntegration(seen: IntegrationSeen): Integration {
  return {
    type: seen.type as IntegrationType,
    uri: seen.uri,
    ...(seen.httpMethod && { httpMethod: seen.httpMethod }),
    passthroughBehavior: seen.passthrough,
    requestTemplates: { ...seen.templates },
    requestParameters: { ...seen.parameters },
    ...handling(seen.contentHandling),
    integrationResponses: Object.fromEntries(
      seen.responses.map((response) => [
        response.status,
        {
          statusCode: response.status,
          ...(response.selectionPattern && { selectionPattern: response.selectionPattern }),
          responseTemplates: { ...response.templates },
          responseParameters: { ...response.parameters },
          ...handling(response.contentHandling),
        },
      ]),
    ),
  };
}

function handling(contentHandling: string | undefined): { contentHandling?: ContentHandlingStrategy } {
  return contentHandling === "CONVERT_TO_BINARY" || contentHandling === "CONVERT_TO_TEXT"
    ? { contentHandling }
    : {};
}
