import type { GatewayResponse, GatewayResponseType } from "@aws-sdk/client-api-gateway";
import {
  defaultStatusOf,
  gatewayResponseOf,
  gatewayResponseTypes,
} from "@long-running-api/api-gateway/gateway-response-types";
import { invalid, notInEnum } from "./errors.ts";
import { checkGatewayMappings } from "./mappings.ts";
import type { Api } from "./store.ts";

/** A gateway response as GetGatewayResponse returns it: the API's or AWS's default. */
export function viewGatewayResponse(api: Readonly<Api>, type: GatewayResponseType): GatewayResponse {
  const own = api.gatewayResponses[type];
  if (own) return own;
  const parent = gatewayResponseOf(api.gatewayResponses, type);
  const statusCode = parent?.statusCode ?? defaultStatusOf(type);
  return {
    responseType: type,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters: parent?.responseParameters ?? {},
    responseTemplates: parent?.responseTemplates ?? defaultTemplates,
    defaultResponse: true,
  };
}

/** Rejects a type that AWS's front end does not know. */
export function checkGatewayResponseType(type: string | undefined): asserts type is GatewayResponseType {
  if (type === undefined || !gatewayResponseTypes.includes(type as GatewayResponseType))
    throw invalid([notInEnum("responseType", type ?? "", gatewayResponseTypes)]);
}

/** A gateway response as PutGatewayResponse stores it, with AWS's defaults filled in. */
export function newGatewayResponse(
  type: GatewayResponseType,
  input: Partial<GatewayResponse>,
): GatewayResponse {
  checkGatewayMappings(input.responseParameters);
  const statusCode = input.statusCode ?? defaultStatusOf(type);
  return {
    responseType: type,
    ...(statusCode === undefined ? {} : { statusCode }),
    responseParameters: input.responseParameters ?? {},
    responseTemplates: input.responseTemplates ?? defaultTemplates,
    defaultResponse: false,
  };
}

const defaultTemplates = { "application/json": '{"message":$context.error.messageString}' };
