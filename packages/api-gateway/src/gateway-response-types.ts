import type { GatewayResponse, GatewayResponseType } from "@aws-sdk/client-api-gateway";

/** Every gateway response type and its status, in AWS's order. */
const statuses: Record<GatewayResponseType, string | undefined> = {
  REQUEST_TOO_LARGE: "413",
  RESOURCE_NOT_FOUND: "404",
  AUTHORIZER_CONFIGURATION_ERROR: "500",
  MISSING_AUTHENTICATION_TOKEN: "403",
  BAD_REQUEST_BODY: "400",
  INVALID_SIGNATURE: "403",
  INVALID_API_KEY: "403",
  BAD_REQUEST_PARAMETERS: "400",
  AUTHORIZER_FAILURE: "500",
  UNAUTHORIZED: "401",
  INTEGRATION_TIMEOUT: "504",
  ACCESS_DENIED: "403",
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  WAF_FILTERED: "403",
  QUOTA_EXCEEDED: "429",
  THROTTLED: "429",
  API_CONFIGURATION_ERROR: "500",
  UNSUPPORTED_MEDIA_TYPE: "415",
  INTEGRATION_FAILURE: "504",
  EXPIRED_TOKEN: "403",
};

/** The types of gateway responses. */
export const gatewayResponseTypes = Object.keys(statuses) as GatewayResponseType[];

/** A type's own status; the two defaults have none. */
export function defaultStatusOf(type: GatewayResponseType): string | undefined {
  return statuses[type];
}

/** The API's setting for a type, else for its class (DEFAULT_4XX, DEFAULT_5XX); undefined when AWS's default applies. */
export function gatewayResponseOf(
  responses: Readonly<Record<string, GatewayResponse>>,
  type: GatewayResponseType,
): GatewayResponse | undefined {
  const own = responses[type];
  if (own) return own;
  const server = type === "DEFAULT_5XX" || (statuses[type] ?? "").startsWith("5");
  return responses[server ? "DEFAULT_5XX" : "DEFAULT_4XX"];
}
