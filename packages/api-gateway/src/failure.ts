import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";

/** Why a call ends early, with one of API Gateway's gateway responses; plain data. */
export interface Failure {
  readonly responseType: GatewayResponseType;
  /** The message that the client gets. */
  readonly message: string;
  /** Only when it differs from the gateway response's own status. */
  readonly status?: number;
  /** The value of x-amzn-ErrorType; by default that of the gateway response type. */
  readonly errorType?: string;
  /** The reason in AWS's words, for the execution log only. */
  readonly reason?: string;
  /** `$context.error.validationErrorString`. */
  readonly validation?: string;
}

/** A call that ends early. */
export class GatewayFailure extends Error {
  override readonly name = "GatewayFailure";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** 500 for a misconfigured API; the reason goes only to the execution log. */
export function misconfigured(reason: string): GatewayFailure {
  return new GatewayFailure({
    responseType: "API_CONFIGURATION_ERROR",
    message: "Internal server error",
    reason: `Execution failed due to configuration error: ${reason}`,
  });
}

/** 500: a method without an integration; deployments refuse one. */
export function withoutIntegration(): GatewayFailure {
  return misconfigured("No integration defined for method");
}

/** 403: no method at this path, or no signature where one is required. */
export function missingToken(): GatewayFailure {
  return new GatewayFailure({
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    message: "Missing Authentication Token",
  });
}

/** 415: a Content-Type without a template, or a Content-Encoding that cannot be read. */
export function unsupportedMediaType(): GatewayFailure {
  return new GatewayFailure({ responseType: "UNSUPPORTED_MEDIA_TYPE", message: "Unsupported Media Type" });
}
