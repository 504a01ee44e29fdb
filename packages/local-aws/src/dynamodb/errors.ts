import { AwsError } from "../action.ts";
import type { WireResponse } from "../wire/wire.ts";
import { jsonResponse } from "./response.ts";

export function validationException(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function tableNotFound(table: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${table} not found`);
}

/** The error for a feature of AWS that this cloud lacks. */
export function notPartOfThis(what: string): AwsError {
  return validationException(`${what} is not in the embedded cloud.`);
}

const ofTheFrontDoor = new Set([
  "AccessDeniedException",
  "ExpiredTokenException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "RequestEntityTooLargeException",
  "SerializationException",
  "UnknownOperationException",
  "UnrecognizedClientException",
]);

/** An error as DynamoDB sends it: the code with its namespace; `Message` for a denied permission. */
export function errorResponse(error: AwsError): WireResponse {
  const namespace =
    error.code === "ValidationException"
      ? "com.amazon.coral.validate"
      : ofTheFrontDoor.has(error.code)
        ? "com.amazon.coral.service"
        : "com.amazonaws.dynamodb.v20120810";
  const failed = error.code === "InternalFailure" || error.code === "InternalServerError";
  const code = failed ? "InternalServerError" : error.code;
  const key = error.code === "AccessDeniedException" ? "Message" : "message";
  return jsonResponse(
    { __type: `${namespace}#${code}`, [key]: error.message, ...error.members },
    failed ? 500 : error.status,
  );
}
