import type { GatewayResponse, GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { defaultStatusOf, gatewayResponseOf } from "../gateway-responses.ts";
import { templateFor } from "./accept.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayFailure } from "./failure.ts";
import { type HeaderList, headerOf, setHeader } from "./headers.ts";
import { methodSource } from "./method-source.ts";
import { mapped } from "./parameter-mapping.ts";

/** The box for calls that end early: status, body and headers of a gateway response, AWS's own or the API's. */
export function answerFailure(
  exchange: Exchange,
  failure: GatewayFailure,
): { status: number; headers: HeaderList; body: string } {
  const { responseType, message, validation } = failure;
  exchange.context.error = {
    message,
    messageString: JSON.stringify(message),
    responseType,
    validationErrorString: validation ?? "",
  };
  const set = gatewayResponseOf(exchange.api.api, responseType);
  const status = Number(set?.statusCode ?? failure.status ?? defaultStatusOf(responseType) ?? 500);
  const headers: HeaderList = [
    ["Content-Type", "application/json"],
    ["x-amzn-ErrorType", failure.errorType ?? errorTypeOf(responseType, status)],
  ];
  if (!set) return { status, headers, body: defaultBody(responseType, message) };
  const custom = customBody(exchange, set);
  if (custom) setHeader(headers, "Content-Type", custom.type);
  for (const [name, value] of mapHeaders(exchange, set)) setHeader(headers, name, value);
  return { status, headers, body: custom?.text ?? defaultBody(responseType, message) };
}

/** As AWS writes them: those of its front have no space, those from within have one. */
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

function mapHeaders(exchange: Exchange, { responseParameters }: GatewayResponse): HeaderList {
  return Object.entries(responseParameters ?? {}).flatMap(([target, expression]): HeaderList => {
    const value = valueIn(exchange, expression);
    return value === undefined ? [] : [[target.replace("gatewayresponse.header.", ""), value]];
  });
}

/** Gateway response templates know variables alone, no Velocity; what is not there prints nothing. */
function customBody(
  exchange: Exchange,
  { responseTemplates }: GatewayResponse,
): { type: string; text: string } | undefined {
  const chosen = templateFor(responseTemplates, headerOf(exchange.request.headers, "accept"));
  if (!chosen) return undefined;
  const text = chosen.template.replace(
    /\$\{?((?:context|stageVariables|method\.request)\.[\w.-]*[\w-])\}?/g,
    (_, expression: string) => valueIn(exchange, expression) ?? "",
  );
  return { type: chosen.type, text };
}

function valueIn(exchange: Exchange, expression: string): string | undefined {
  const source = methodSource(exchange, () => {
    throw new Error("The body of a refused request is not looked into.");
  });
  return mapped(
    expression,
    { ...source, body: () => exchange.request.body.toString("utf8"), bodyPath: () => undefined },
    exchange.context,
    exchange.stage.variables,
  );
}
