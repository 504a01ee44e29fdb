import { AwsError } from "../action.ts";
import { validationMessage } from "../complaint.ts";

const user = { Type: "User" } as const;

/** 404; `arn` with the requested qualifier. */
export function functionNotFound(arn: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404, user);
}

/** 404 with an operation-specific message. */
export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404, user);
}

/** 400: a value that Lambda itself rejects. */
export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, 400, user);
}

/** 409: a resource already exists or is busy. */
export function conflict(message: string): AwsError {
  return new AwsError("ResourceConflictException", message, 409, user);
}

/** 413. */
export function tooLarge(message: string): AwsError {
  return new AwsError("RequestTooLargeException", message, 413, user);
}

/** 412: it was changed in the meantime. */
export function revisionMismatch(api = "GetFunction/GetAlias"): AwsError {
  return new AwsError(
    "PreconditionFailedException",
    `The Revision Id provided does not match the latest Revision Id. Call the ${api} API to retrieve the latest Revision Id`,
    412,
    user,
  );
}

/** 400: values that violate the service's model, all in one message. */
export function validation(complaints: readonly string[]): AwsError {
  return new AwsError("ValidationException", validationMessage(complaints));
}
