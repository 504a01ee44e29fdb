import type { GatewayResponse, GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { defaultStatusOf, gatewayResponseOf } from "../gateway-responses.ts";
import type { Exchange } from "./exchange.ts";
import type { GatewayFailure } from "./failure.ts";
import { type HeaderList, headerOf, setHeader } from "./headers.ts";
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
  for (const [name, value] of mapHeaders(exchange, set)) setHeader(headers, name, value);
  return { status, headers, body: customBody(exchange, set, headers) ?? defaultBody(responseType, message) };
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

function mapHeaders(
  { request, context, stage, pathParameters }: Exchange,
  { responseParameters }: GatewayResponse,
): HeaderList {
  const headers: HeaderList = [];
  for (const [target, expression] of Object.entries(responseParameters ?? {})) {
    const value = mapped(
      expression,
      {
        header: (name) =>
          request.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, text]) => text),
        path: (name) => pathParameters[name],
        querystring: (name) => request.query.filter(([key]) => key === name).map(([, text]) => text),
        body: () => "",
        bodyPath: () => undefined,
      },
      context,
      stage.variables,
    );
    if (value !== undefined) headers.push([target.replace("gatewayresponse.header.", ""), value]);
  }
  return headers;
}

/** Gateway response templates know variables alone, no Velocity; what is not there prints nothing. */
function customBody(
  exchange: Exchange,
  { responseTemplates = {} }: GatewayResponse,
  headers: HeaderList,
): string | undefined {
  const accept = headerOf(exchange.request.headers, "accept") ?? "";
  const accepted = accept.split(",").map((type) => (type.split(";")[0] ?? "").trim());
  const type =
    accepted.find((candidate) => responseTemplates[candidate] !== undefined) ??
    Object.keys(responseTemplates)[0];
  const template = type === undefined ? undefined : responseTemplates[type];
  if (type === undefined || template === undefined) return undefined;
  if (!headers.some(([name]) => name.toLowerCase() === "content-type")) headers.push(["Content-Type", type]);
  else if (type !== "application/json") setHeader(headers, "Content-Type", type);
  return template.replace(
    /\$\{?(context|stageVariables|method\.request)\.([\w.-]*[\w-])\}?/g,
    (_, root: string, path: string) =>
      mapped(
        root === "method.request" ? `method.request.${path}` : `${root}.${path}`,
        {
          header: (name) =>
            exchange.request.headers
              .filter(([key]) => key.toLowerCase() === name.toLowerCase())
              .map(([, text]) => text),
          path: (name) => exchange.pathParameters[name],
          querystring: (name) =>
            exchange.request.query.filter(([key]) => key === name).map(([, text]) => text),
          body: () => exchange.request.body.toString("utf8"),
          bodyPath: () => undefined,
        },
        exchange.context,
        exchange.stage.variables,
      ) ?? "",
  );
}
