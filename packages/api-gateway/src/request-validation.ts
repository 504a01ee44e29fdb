import type { Method, RequestValidator } from "@aws-sdk/client-api-gateway";
import { utf8Text } from "./bytes.ts";
import type { Call } from "./call.ts";
import type { Failure } from "./failure.ts";
import { headerOf } from "./headers.ts";
import { failsModel, type Models } from "./model-validation.ts";
import { type MappingOptions, meterOf } from "./options.ts";

/** Why a call is rejected, with the line for the execution log. */
export interface Invalid {
  readonly failure: Failure;
  readonly log?: string;
}

/** Validates a method request: required parameters, then the body's model. Undefined for a valid call. */
export function validateRequest(
  { method, validator, models }: { method: Method; validator: RequestValidator | undefined; models: Models },
  call: Call,
  options: MappingOptions = {},
): Invalid | undefined {
  return (
    (validator?.validateRequestParameters && missingParameters(method, call)) ||
    (validator?.validateRequestBody && invalidBody(method, call, models, options)) ||
    undefined
  );
}

function missingParameters({ requestParameters = {} }: Method, call: Call): Invalid | undefined {
  const missing = Object.entries(requestParameters)
    .filter(([, required]) => required)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key]) => {
      const [, , location = "", ...name] = key.split(".");
      return { location, name: name.join(".") };
    })
    .filter(({ location, name }) => !isThere(location, name, call));
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(", ");
  const message = `Missing required request parameters: [${names}]`;
  return { failure: { responseType: "BAD_REQUEST_PARAMETERS", message } };
}

function isThere(location: string, name: string, { headers, query, pathParameters }: Call): boolean {
  if (location === "header") return headers.some(([key, value]) => key === name && value !== "");
  if (location === "querystring") return query.some(([key, value]) => key === name && value !== "");
  return Boolean(pathParameters[name]);
}

function invalidBody(
  { requestModels = {} }: Method,
  { headers, body }: Call,
  models: Models,
  options: MappingOptions,
): Invalid | undefined {
  const contentType = (headerOf(headers, "content-type") ?? "application/json").split(";")[0]?.trim() ?? "";
  const fallback = requestModels["application/json"] ? undefined : "Empty";
  const name = requestModels[contentType] ?? requestModels["$default"] ?? fallback;
  if (name === undefined) return undefined;
  const why = failsModel(models, name, utf8Text(body), meterOf(options));
  if (why === undefined) return undefined;
  return {
    failure: { responseType: "BAD_REQUEST_BODY", message: "Invalid request body", validation: `[${why}]` },
    log: `Request body does not match model schema for content type ${contentType}: [${why}]`,
  };
}
