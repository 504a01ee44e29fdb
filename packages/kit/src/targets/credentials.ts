import { Problem } from "@long-running-api/foundation/problem";

/** Says in a beginner's words why AWS did not let us in; nothing for an error that is not about that. */
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
      "The clock of this computer is wrong: AWS refuses requests that are minutes off.",
      { ...seen, "this computer": new Date().toISOString() },
      "Turn on automatic time.",
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
      "Make a new key, or unset AWS_ACCESS_KEY_ID so that your profile is used.",
    );
  }
  if (
    /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/.test(
      `${(error as NodeJS.ErrnoException).code} ${error.message}`,
    )
  ) {
    const proxy = process.env["HTTPS_PROXY"] ?? process.env["https_proxy"];
    return new Problem(
      "AWS could not be reached.",
      { ...seen, ...(proxy ? { HTTPS_PROXY: "set; the AWS SDK does not read it by itself" } : {}) },
      proxy
        ? "Use a network that reaches AWS directly; behind a company's certificate also set NODE_EXTRA_CA_CERTS."
        : "Look at the network connection and at AWS_ENDPOINT_URL.",
    );
  }
  return undefined;
}
