import type { GatewayResponse, GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { badRequest, invalid, notInEnum } from "./errors.ts";
import type { Api } from "./store.ts";

/** Every gateway response and its status, in the order in which AWS names them. */
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

/** What the API sets for a type: for the type itself, else for all of its class; nothing where AWS's own holds. */
export function gatewayResponseOf(
  api: Readonly<Api>,
  type: GatewayResponseType,
): GatewayResponse | undefined {
  const own = api.gatewayResponses[type];
  if (own) return own;
  const server = type === "DEFAULT_5XX" || (statuses[type] ?? "").startsWith("5");
  return api.gatewayResponses[server ? "DEFAULT_5XX" : "DEFAULT_4XX"];
}

/** A gateway response as GetGatewayResponse answers it: the API's, or AWS's default. */
export function viewGatewayResponse(api: Readonly<Api>, type: GatewayResponseType): GatewayResponse {
  const own = api.gatewayResponses[type];
  if (own) return own;
  const parent = gatewayResponseOf(api, type);
  const statusCode = parent?.statusCode ?? statuses[type];
  return {
    responseType: type,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters: parent?.responseParameters ?? {},
    responseTemplates: parent?.responseTemplates ?? defaultTemplates,
    defaultResponse: true,
  };
}

/** Refuses a type that AWS's front end does not know. */
export function checkGatewayResponseType(type: string | undefined): asserts type is GatewayResponseType {
  if (type === undefined || !Object.hasOwn(statuses, type))
    throw invalid([notInEnum("responseType", type ?? "", gatewayResponseTypes)]);
}

/** A gateway response as PutGatewayResponse stores it, AWS's defaults filled in. */
export function newGatewayResponse(
  type: GatewayResponseType,
  input: Partial<GatewayResponse>,
): GatewayResponse {
  for (const target of Object.keys(input.responseParameters ?? {})) {
    if (!/^gatewayresponse\.header\.\S+$/.test(target))
      throw badRequest(`Invalid mapping expression specified: ${target}`);
  }
  const statusCode = input.statusCode ?? statuses[type];
  return {
    responseType: type,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters: input.responseParameters ?? {},
    responseTemplates: input.responseTemplates ?? defaultTemplates,
    defaultResponse: false,
  };
}

const defaultTemplates = { "application/json": '{"message":$context.error.messageString}' };
