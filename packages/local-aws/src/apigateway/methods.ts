import type { Method } from "@aws-sdk/client-api-gateway";
import { isStatusCode } from "@long-running-api/api-gateway";
import { badRequest, invalid } from "./errors.ts";
import type { Api } from "./store.ts";

const httpMethods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

/** Applies AWS's checks to a method. */
export function checkMethod(api: Readonly<Api>, input: Method): void {
  checkHttpMethod(input.httpMethod);
  checkAuthorization(input);
  checkParameterNames(input.requestParameters);
  for (const model of Object.values(input.requestModels ?? {})) {
    if (!api.models[model]) throw badRequest(`Invalid model identifier specified: ${model}`);
  }
  checkValidator(api, input.requestValidatorId);
}

/** Rejects an unknown HTTP method. */
export function checkHttpMethod(httpMethod = ""): void {
  if (!httpMethods.includes(httpMethod))
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${httpMethods.join(",")}`);
}

/** A custom authorizer must exist; this cloud cannot create authorizers, so it never does. */
export function checkAuthorization({ authorizationType = "" }: Pick<Method, "authorizationType">): void {
  if (authorizationType === "CUSTOM" || authorizationType === "COGNITO_USER_POOLS") {
    throw badRequest(
      "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
    );
  }
  if (authorizationType !== "NONE" && authorizationType !== "AWS_IAM") {
    throw badRequest(
      "Invalid Authorization Type specified. Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS",
    );
  }
}

/** The validator that a method names must exist. */
export function checkValidator(api: Readonly<Api>, id: string | undefined): void {
  if (id !== undefined && !api.validators[id])
    throw badRequest("Invalid Request Validator identifier specified");
}

/** A parameter name may be declared in one location only. */
export function checkParameterNames(parameters: Readonly<Record<string, boolean>> | undefined): void {
  const keys = Object.keys(parameters ?? {});
  const bad = keys.find((key) => !/^method\.request\.(querystring|path|header)\.[^\s]+$/.test(key));
  if (bad !== undefined) {
    throw badRequest(
      `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: ${bad}]`,
    );
  }
  const names = keys.map((key) => key.split(".").slice(3).join("."));
  if (new Set(names).size < names.length)
    throw badRequest("Parameter names must be unique across querystring, header and path");
}

/** The error for a status code that AWS's front end rejects. */
export function statusCodeFailure(statusCode: string | undefined): string[] {
  if (statusCode !== undefined && isStatusCode(statusCode)) return [];
  return [
    `Value '${statusCode}' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d`,
  ];
}

/** Rejects an invalid status code. */
export function checkStatusCode(statusCode: string | undefined): void {
  const failures = statusCodeFailure(statusCode);
  if (failures.length > 0) throw invalid(failures);
}
