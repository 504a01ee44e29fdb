import { AwsError } from "../action.ts";

/** 404, e.g. "Invalid Resource identifier specified". */
export function notFound(message: string): AwsError {
  return new AwsError("NotFoundException", message, 404);
}

/** 400, for requests that API Gateway itself rejects. */
export function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message, 400);
}

/** 409, e.g. a resource or a stage that already exists. */
export function conflict(message: string): AwsError {
  return new AwsError("ConflictException", message, 409);
}

/** 400, for requests that AWS's front end rejects before API Gateway sees them. */
export function invalid(failures: readonly string[]): AwsError {
  const found = failures.length === 1 ? "1 validation error" : `${failures.length} validation errors`;
  return new AwsError("ValidationException", `${found} detected: ${failures.join("; ")}`, 400);
}

/** The text of one failure for `invalid`, when a value is not in an enumeration. */
export function notInEnum(at: string, value: string, members: readonly string[]): string {
  return `Value '${value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${members.join(", ")}]`;
}
