import { AwsError } from "../action.ts";
import { oneComplaint } from "../complaint.ts";

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

/** The error for an invalid member. */
export function constraint(value: unknown, at: string, rule: string): AwsError {
  return invalidParameter(oneComplaint(value, at, rule));
}
