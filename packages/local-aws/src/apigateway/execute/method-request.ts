import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";
import { GatewayFailure, missingToken, withoutIntegration } from "@long-running-api/api-gateway";
import type { ContextVariables } from "@long-running-api/api-gateway/context";
import { type HeaderList, headerOf, single } from "@long-running-api/api-gateway/headers";
import { AwsError } from "../../action.ts";
import { andThen } from "./chain.ts";
import { callOf, type Routed } from "./exchange.ts";
import { javaMap } from "./log.ts";
import type { Services } from "./services.ts";
import { sourceArn } from "./source-arn.ts";

type CallAuthorizer = Pick<Services, "authorizeCall" | "admittedKey" | "mapper">;

/** Checks authorization, API key, required parameters and the body's model; the Test tab needs neither signature nor key. */
export function methodRequest(exchange: Routed, authorizer: CallAuthorizer): Routed | Promise<Routed> {
  const admitted = identified(exchange, {
    ...signer(exchange, authorizer),
    ...keyHolder(exchange, authorizer),
  });
  return andThen(validate(admitted, authorizer), () => {
    admitted.log.add(receivedLines(admitted));
    if (!admitted.method.method.methodIntegration) throw withoutIntegration();
    return admitted;
  });
}

function identified(exchange: Routed, caller: Partial<Identity>): Routed {
  if (Object.keys(caller).length === 0) return exchange;
  const { context } = exchange;
  return { ...exchange, context: { ...context, identity: { ...context.identity, ...caller } } };
}

type Identity = ContextVariables["identity"];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html */
function signer(exchange: Routed, { authorizeCall }: CallAuthorizer): Partial<Identity> {
  const { request, arrival, method } = exchange;
  if (method.method.authorizationType !== "AWS_IAM" || arrival.kind === "test") return {};
  const presigned = request.query.some(([name]) => name === "X-Amz-Signature");
  if (headerOf(request.headers, "authorization") === undefined && !presigned) {
    throw missingToken();
  }
  try {
    const caller = authorizeCall(arrival.call.request, sourceArn(exchange));
    const { accountId, accessKeyId, userId, arn, decision } = caller;
    exchange.trace.signer = { arn, decision };
    return { accountId, accessKey: accessKeyId, caller: userId, user: userId, userArn: arn };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const responseType = typeOfRefusal(error.code);
    throw new GatewayFailure({ responseType, message: error.message, status: 403, errorType: error.code });
  }
}

function typeOfRefusal(code: string): GatewayResponseType {
  if (code.startsWith("AccessDenied")) return "ACCESS_DENIED";
  if (code.startsWith("Expired")) return "EXPIRED_TOKEN";
  return code.includes("Signature") ? "INVALID_SIGNATURE" : "DEFAULT_4XX";
}

function keyHolder({ request, arrival, method }: Routed, { admittedKey }: CallAuthorizer): Partial<Identity> {
  if (!method.method.apiKeyRequired || arrival.kind === "test") return {};
  const value = headerOf(request.headers, "x-api-key");
  const key = value === undefined ? undefined : admittedKey(arrival.stage, value);
  if (!key || key.enabled === false)
    throw new GatewayFailure({ responseType: "INVALID_API_KEY", message: "Forbidden" });
  return { apiKey: key.value, apiKeyId: key.id };
}

function validate(exchange: Routed, { mapper }: CallAuthorizer): undefined | Promise<undefined> {
  const { method, api, log } = exchange;
  if (!method.validator) return undefined;
  const rules = { method: method.method, validator: method.validator, models: api.api.models };
  return andThen(mapper.validate(rules, callOf(exchange)), (invalid) => {
    if (!invalid) return undefined;
    if (invalid.log !== undefined) log.add(invalid.log);
    throw new GatewayFailure(invalid.failure);
  });
}

function receivedLines({ request, pathParameters }: Routed): () => string[] {
  return () => [
    `HTTP Method: ${request.method}, Resource Path: ${request.path}`,
    `Method request path: ${javaMap(Object.entries(pathParameters))}`,
    `Method request query string: ${javaMap(Object.entries(single(request.query)))}`,
    `Method request headers: ${javaMap(loggable(request.headers))}`,
    `Method request body before transformations: ${request.body.toString("utf8")}`,
  ];
}

/** Keys and signatures do not belong in a log. */
function loggable(headers: HeaderList): [string, string][] {
  return headers.map(([name, value]) => [
    name,
    /^(authorization|x-api-key)$/i.test(name) ? hidden(value) : value,
  ]);
}

function hidden(value: string): string {
  return `${"*".repeat(Math.max(0, value.length - 6))}${value.slice(-6)}`;
}
