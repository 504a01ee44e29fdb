import type { GatewayResponse, GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { newMeter } from "@long-running-api/jsonpath/meter";
import { utf8Text } from "./bytes.ts";
import type { Call } from "./call.ts";
import { templateForAccept } from "./content-negotiation.ts";
import type { Failure } from "./failure.ts";
import { defaultStatusOf, gatewayResponseOf } from "./gateway-response-types.ts";
import { type HeaderList, headerOf, setHeader } from "./headers.ts";
import { methodSource } from "./method-source.ts";
import { mapped } from "./parameter-mapping.ts";

/** The response to a call that ends early: status, body and headers of a gateway response, AWS's default or one of `responses`. */
export function mapGatewayResponse(
  responses: Readonly<Record<string, GatewayResponse>>,
  failed: Call,
  failure: Failure,
): { status: number; headers: HeaderList; body: string } {
  const { responseType, message } = failure;
  const call = withError(failed, failure);
  const set = gatewayResponseOf(responses, responseType);
  const status = Number(set?.statusCode ?? failure.status ?? defaultStatusOf(responseType) ?? 500);
  const headers: HeaderList = [
    ["Content-Type", "application/json"],
    ["x-amzn-ErrorType", failure.errorType ?? errorTypeOf(responseType, status)],
  ];
  if (!set) return { status, headers, body: defaultBody(responseType, message) };
  const custom = customBody(call, set);
  if (custom) setHeader(headers, "Content-Type", custom.type);
  for (const [name, value] of mapHeaders(call, set)) setHeader(headers, name, value);
  return { status, headers, body: custom?.text ?? defaultBody(responseType, message) };
}

/** `$context.error`, as templates and mappings of gateway responses read it. */
function withError(call: Call, { message, responseType, validation = "" }: Failure): Call {
  const error = {
    message,
    messageString: JSON.stringify(message),
    responseType,
    validationErrorString: validation,
  };
  return { ...call, context: { ...call.context, error } };
}

/** Formatted as AWS does: errors of its front end have no space after the colon, errors from within have one. */
function defaultBody(responseType: GatewayResponseType, message: string): string {
  const text = JSON.stringify(message);
  if (responseType === "ACCESS_DENIED") return `{"Message":${text}}`;
  return front.has(responseType) ? `{"message":${text}}` : `{"message": ${text}}`;
}

const front: ReadonlySet<GatewayResponseType> = new Set<GatewayResponseType>([
  "EXPIRED_TOKEN",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "REQUEST_TOO_LARGE",
  "THROTTLED",
  "UNAUTHORIZED",
]);

const errorTypes: Partial<Record<GatewayResponseType, string>> = {
  ACCESS_DENIED: "AccessDeniedException",
  EXPIRED_TOKEN: "ExpiredTokenException",
  INVALID_API_KEY: "ForbiddenException",
  INVALID_SIGNATURE: "InvalidSignatureException",
  MISSING_AUTHENTICATION_TOKEN: "MissingAuthenticationTokenException",
  QUOTA_EXCEEDED: "LimitExceededException",
  REQUEST_TOO_LARGE: "RequestTooLargeException",
  RESOURCE_NOT_FOUND: "NotFoundException",
  THROTTLED: "TooManyRequestsException",
  UNAUTHORIZED: "UnauthorizedException",
};

function errorTypeOf(responseType: GatewayResponseType, status: number): string {
  return errorTypes[responseType] ?? (status >= 500 ? "InternalServerErrorException" : "BadRequestException");
}

function mapHeaders(call: Call, { responseParameters }: GatewayResponse): HeaderList {
  return Object.entries(responseParameters ?? {}).flatMap(([target, expression]): HeaderList => {
    const value = valueIn(call, expression);
    return value === undefined ? [] : [[target.replace("gatewayresponse.header.", ""), value]];
  });
}

/** Gateway response templates support variables only, not Velocity; an unknown variable prints nothing. */
function customBody(
  call: Call,
  { responseTemplates }: GatewayResponse,
): { type: string; text: string } | undefined {
  const chosen = templateForAccept(responseTemplates, headerOf(call.headers, "accept"));
  if (!chosen) return undefined;
  const text = chosen.template.replace(
    /\$\{?((?:context|stageVariables|method\.request)\.[\w.-]*[\w-])\}?/g,
    (_, expression: string) => valueIn(call, expression) ?? "",
  );
  return { type: chosen.type, text };
}

function valueIn(call: Call, expression: string): string | undefined {
  const text = () => utf8Text(call.body);
  const broken = () => {
    throw new Error("The body of a rejected request is not parsed.");
  };
  const source = methodSource(call, text, { meter: newMeter(), broken });
  const inGatewayResponse = { ...source, body: text, bodyPath: () => undefined };
  return mapped(expression, inGatewayResponse, call.context, call.stageVariables);
}
