import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";

/** A call that ends early, with one of API Gateway's gateway responses. */
export class GatewayFailure extends Error {
  override readonly name = "GatewayFailure";
  readonly responseType: GatewayResponseType;
  /** Where it differs from the gateway response's own status. */
  readonly status: number | undefined;
  /** The value of x-amzn-ErrorType, without it the one of the gateway response's type. */
  readonly errorType: string | undefined;
  /** For the execution log: why, in AWS's words; the client never sees it. */
  readonly reason: string | undefined;
  readonly validation: string | undefined;

  constructor(
    responseType: GatewayResponseType,
    message: string,
    more: { status?: number; errorType?: string; reason?: string; validation?: string } = {},
  ) {
    super(message);
    this.responseType = responseType;
    this.status = more.status;
    this.errorType = more.errorType;
    this.reason = more.reason;
    this.validation = more.validation;
  }
}

/** 500 for an API that is set up wrongly; the reason is told in the execution log alone. */
export function misconfigured(reason: string): GatewayFailure {
  return new GatewayFailure("API_CONFIGURATION_ERROR", "Internal server error", {
    reason: `Execution failed due to configuration error: ${reason}`,
  });
}
