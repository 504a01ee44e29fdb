import { AwsError } from "../action.ts";

/** A few checks come from another part of the service, with another error name. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function notFound(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
}

export function alreadyExists(what: "group" | "stream"): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** AWS's message for an invalid member: value, position and rule. */
export function constraint(value: unknown, at: string, rule: string): AwsError {
  const seen = value === undefined ? "null" : `'${String(value)}'`;
  return invalidParameter(
    `1 validation error detected: Value ${seen} at '${at}' failed to satisfy constraint: ${rule}`,
  );
}
