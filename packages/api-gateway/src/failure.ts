import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";

/** Why a call ends early, with one of API Gateway's gateway responses; plain data. */
export interface Failure {
  readonly responseType: GatewayResponseType;
  /** What the client is told. */
  readonly message: string;
  /** Where it differs from the gateway response's own status. */
  readonly status?: number;
  /** The value of x-amzn-ErrorType; without it the one of the gateway response's type. */
  readonly errorType?: string;
  /** For the execution log: why, in AWS's words; the client never sees it. */
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

/** 500 for an API that is configured wrongly; the reason goes to the execution log alone. */
export function misconfigured(reason: string): GatewayFailure {
  return new GatewayFailure({
    responseType: "API_CONFIGURATION_ERROR",
    message: "Internal server error",
    reason: `Execution failed due to configuration error: ${reason}`,
  });
}
