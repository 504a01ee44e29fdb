import { AwsError } from "../action.ts";

/** One service's errors for unauthenticated and unauthorized requests. */
export interface Refusals {
  missing(): AwsError;
  incomplete(message: string): AwsError;
  /** The signature does not match or is too old. */
  invalid(message: string): AwsError;
  unknownKey(): AwsError;
  expiredToken(): AwsError;
  accessDenied(message: string): AwsError;
}

/**
 * IAM and STS (query protocol) answer 403 with short codes, DynamoDB and CloudWatch Logs (JSON protocols) 400 with
 * codes that end in Exception, Lambda and API Gateway (REST) those with 403.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function refusalsOf(service: string): Refusals {
  const known = refusals.get(service) ?? makeRefusals(service);
  if (refusals.size < servicesMax) refusals.set(service, known);
  return known;
}

const refusals = new Map<string, Refusals>();
const servicesMax = 100; // names come from clients

function makeRefusals(service: string): Refusals {
  const query = service === "iam" || service === "sts";
  const status = service === "dynamodb" || service === "logs" || service === "tagging" ? 400 : 403;
  const refuse = (code: string) => (message: string) => new AwsError(code, message, status);
  return {
    missing: () =>
      refuse(query ? "MissingAuthenticationToken" : "MissingAuthenticationTokenException")(
        query ? "Request is missing Authentication Token" : "Missing Authentication Token",
      ),
    incomplete: query
      ? (message) => new AwsError("IncompleteSignature", message, 400)
      : refuse("IncompleteSignatureException"),
    invalid: refuse(query ? "SignatureDoesNotMatch" : "InvalidSignatureException"),
    unknownKey: () =>
      refuse(query ? "InvalidClientTokenId" : "UnrecognizedClientException")(
        "The security token included in the request is invalid.",
      ),
    expiredToken: () =>
      refuse(query ? "ExpiredToken" : "ExpiredTokenException")(
        "The security token included in the request is expired",
      ),
    accessDenied: refuse(query ? "AccessDenied" : "AccessDeniedException"),
  };
}
