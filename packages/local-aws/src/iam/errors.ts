import { AwsError } from "../action.ts";

/** IAM's errors, with its codes and statuses. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, 404);
}

export function alreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message, 409);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError("DeleteConflict", message, 409);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError("LimitExceeded", message, 409);
}

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message);
}

/** An invalid policy document. */
export function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
