import { explainNetworkFault, networkFault } from "@long-running-api/foundation/network-fault";
import { Problem } from "@long-running-api/foundation/problem";

/** What to do about a clock that is wrong. */
export const setClock = "Turn on automatic time.";

/** Explains to a beginner why AWS rejected the credentials; undefined for any other error. */
export function explainAwsFailure(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const seen = { seen: `${error.name}: ${error.message}` };
  if (
    /SSO session.*(expired|invalid)/i.test(error.message) ||
    /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/.test(error.name)
  ) {
    return new Problem(
      "Your AWS session has expired. Nothing is wrong with your resources.",
      seen,
      "Run `aws sso login` (or renew the credentials of your class), then the same command again.",
    );
  }
  if (error.name === "CredentialsProviderError") {
    return new Problem(
      "No AWS credentials were found.",
      seen,
      "Run `aws configure sso`, or set AWS_PROFILE, then the same command again.",
    );
  }
  if (/Signature (expired|not yet current)|RequestTimeTooSkewed/.test(`${error.name} ${error.message}`)) {
    return new Problem(
      "This computer's clock is wrong: AWS rejects requests that are minutes off.",
      { ...seen, "this computer": new Date().toISOString() },
      setClock,
    );
  }
  if (
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|AuthFailure)$/.test(
      error.name,
    )
  ) {
    return new Problem(
      "The AWS key in use is not valid here.",
      seen,
      "Create a new key, or unset AWS_ACCESS_KEY_ID to use your profile.",
    );
  }
  return awsUnreachable(error);
}

/** The Problem for an unreachable AWS; undefined unless it is a network error. */
export function awsUnreachable(error: Error): Problem | undefined {
  const fault = networkFault(error);
  if (!fault) return undefined;
  const { what, toDo } = explainNetworkFault(fault, "AWS");
  const hasProxy = Boolean(process.env["HTTPS_PROXY"] ?? process.env["https_proxy"]);
  const address = fault.kind === "certificate" ? "" : " AWS_REGION and AWS_ENDPOINT_URL determine the URL.";
  return new Problem(
    what,
    { seen: fault.message },
    hasProxy
      ? [toDo, "HTTPS_PROXY is set, but the AWS SDK for JavaScript does not read it automatically."]
      : `${toDo}${address}`,
  );
}
