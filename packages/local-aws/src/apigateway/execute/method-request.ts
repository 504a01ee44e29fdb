import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { AwsError, type Caller } from "../../action.ts";
import type { StoredApiKey } from "../store.ts";
import type { Routed } from "./exchange.ts";
import { GatewayFailure } from "./failure.ts";
import { headerOf } from "./headers.ts";
import { sourceArn } from "./lambda.ts";
import { failsModel } from "./models.ts";

export interface MethodRequestDoor {
  /** Who signed the call, where that caller may invoke the method; throws AwsError otherwise. */
  authorizeCall(resource: string): Caller;
  /** The key with that value, if a usage plan of this stage admits it. */
  admittedKey(value: string): Readonly<StoredApiKey> | undefined;
}

/** The second box: authorization, API key, required parameters and the body's model. */
export function checkMethodRequest(exchange: Routed, door: MethodRequestDoor): void {
  const { method } = exchange.method;
  if (method.authorizationType === "AWS_IAM") checkSignature(exchange, door);
  if (method.apiKeyRequired) checkApiKey(exchange, door);
  checkParameters(exchange);
  checkBody(exchange);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html */
function checkSignature(exchange: Routed, door: MethodRequestDoor): void {
  const { request, context } = exchange;
  const presigned = request.query.some(([name]) => name === "X-Amz-Signature");
  if (headerOf(request.headers, "authorization") === undefined && !presigned)
    throw new GatewayFailure("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  try {
    const caller = door.authorizeCall(sourceArn(exchange));
    context.identity.accountId = caller.accountId;
    context.identity.accessKey = caller.accessKeyId;
    context.identity.caller = caller.userId;
    context.identity.user = caller.userId;
    context.identity.userArn = caller.arn;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new GatewayFailure(typeOfRefusal(error.code), error.message, {
      status: 403,
      errorType: error.code,
    });
  }
}

function typeOfRefusal(code: string): GatewayResponseType {
  if (code.startsWith("AccessDenied")) return "ACCESS_DENIED";
  if (code.startsWith("Expired")) return "EXPIRED_TOKEN";
  return code.includes("Signature") ? "INVALID_SIGNATURE" : "DEFAULT_4XX";
}

function checkApiKey({ request, context }: Routed, { admittedKey }: MethodRequestDoor): void {
  const value = headerOf(request.headers, "x-api-key");
  const key = value === undefined ? undefined : admittedKey(value);
  if (!key || key.enabled === false) throw new GatewayFailure("INVALID_API_KEY", "Forbidden");
  context.identity.apiKey = key.value;
  context.identity.apiKeyId = key.id;
}

function checkParameters({ method, request, pathParameters }: Routed): void {
  if (!method.validator?.validateRequestParameters) return;
  const missing = method.requiredParameters.filter(({ location, name }) => {
    if (location === "header") return !request.headers.some(([key, value]) => key === name && value !== "");
    if (location === "querystring")
      return !request.query.some(([key, value]) => key === name && value !== "");
    return !pathParameters[name];
  });
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new GatewayFailure("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${names}]`);
}

function checkBody({ method, request, api, log }: Routed): void {
  if (!method.validator?.validateRequestBody) return;
  const models = method.method.requestModels ?? {};
  const contentType = (headerOf(request.headers, "content-type") ?? "application/json").split(";")[0]?.trim();
  const name =
    models[contentType ?? ""] ?? models["$default"] ?? (models["application/json"] ? undefined : "Empty");
  if (name === undefined) return;
  const failure = failsModel(api.api, name, request.body.toString("utf8"));
  if (failure === undefined) return;
  log.add(`Request body does not match model schema for content type ${contentType}: [${failure}]`);
  throw new GatewayFailure("BAD_REQUEST_BODY", "Invalid request body", { validation: `[${failure}]` });
}
