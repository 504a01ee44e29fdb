import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/client";
import { Problem } from "@long-running-api/foundation/problem";
import { expect, test } from "vitest";
import { explainProbeFailure } from "./explain-probe-failure.ts";

const aws = {
  name: "aws",
  title: "AWS account 123456789012",
  conductorUrl: "http://127.0.0.1:8080/api",
} as const;
const local = {
  name: "local",
  title: "the embedded cloud at http://127.0.0.1:4566",
  conductorUrl: "http://127.0.0.1:4566/api",
} as const;

function awsError(name: string, message: string, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status }, $fault: "client" });
}

/** As it comes out of the SDK's HTTP client, without $metadata. */
function networkError(code: string, message = `connect ${code}`): Error {
  return Object.assign(new Error(message), { code });
}

const cases: readonly [title: string, error: Error, observed: RegExp, hint: RegExp][] = [
  [
    "E01 no credentials",
    Object.assign(new Error("Could not load credentials from any providers"), {
      name: "CredentialsProviderError",
    }),
    /No AWS credentials/,
    /aws configure sso|AWS_PROFILE/,
  ],
  [
    "E02 expired token",
    awsError("ExpiredTokenException", "The security token included in the request is expired", 403),
    /session has expired.*Nothing is wrong/,
    /aws sso login/,
  ],
  [
    "E02 expired SSO session",
    Object.assign(new Error("The SSO session associated with this profile has expired"), {
      name: "CredentialsProviderError",
    }),
    /session has expired/,
    /aws sso login/,
  ],
  [
    "E03 wrong key",
    awsError("UnrecognizedClientException", "The security token included in the request is invalid", 403),
    /key in use is not valid/,
    /new key|AWS_ACCESS_KEY_ID/,
  ],
  [
    "E03 IAM's words for it",
    awsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
    /key in use is not valid/,
    /new key/,
  ],
  [
    "E04 clock",
    awsError("SignatureDoesNotMatch", "Signature expired: 20261122T100000Z is now earlier than", 403),
    /clock/,
    /automatic time/,
  ],
  ["E06 proxy", networkError("ETIMEDOUT"), /No answer from AWS in time/, /network/],
  [
    "E06 host not found",
    networkError("ENOTFOUND", "getaddrinfo ENOTFOUND sts.eu-nowhere-1.amazonaws.com"),
    /ENOTFOUND/,
    /AWS_REGION/,
  ],
  [
    "E06 certificate of a proxy",
    networkError("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"),
    /certificate/,
    /NODE_EXTRA_CA_CERTS/,
  ],
  [
    "E08 a read that is not allowed",
    awsError(
      "AccessDeniedException",
      "User: arn:aws:iam::1:user/ann is not authorized to perform: iam:GetRole",
      403,
    ),
    /lacks a permission.*iam:GetRole/,
    /owner of the account/,
  ],
  [
    "E09 quotas",
    awsError("TooManyRequestsException", "Too Many Requests", 429),
    /throttling.*nothing is wrong/,
    /shares its quotas/,
  ],
  ["E09 throttled by DynamoDB", awsError("ThrottlingException", "Rate exceeded"), /throttling/, /Wait/],
  [
    "W12 wrong Orkes key",
    new ConductorRefusal("Invalid token", 401, "application/json"),
    /401/,
    /new access key/,
  ],
  [
    "W13 application without permission",
    new ConductorRefusal("Not allowed", 403, "application/json"),
    /403.*Not allowed/,
    /application/,
  ],
  [
    "W14 the address of the user interface",
    new ConductorRefusal("Unexpected token <", 200, "text/html"),
    /web page/,
    /ends in \/api/,
  ],
  [
    "Conductor is down",
    new ConductorUnreachable("http://127.0.0.1:8080/api does not answer: ECONNREFUSED"),
    /No answer from Conductor at/,
    /it is running/,
  ],
  ["Conductor has trouble", new ConductorRefusal("boom", 500, "application/json"), /500.*boom/, /log/],
  ["AWS has trouble", awsError("InternalServerError", "sorry", 500), /internal error/, /again/],
  [
    "nothing within the time",
    Object.assign(new Error("Request aborted"), { name: "AbortError" }),
    /in time/,
    /again/,
  ],
  [
    "an action that a cloud lacks",
    awsError("UnknownOperationException", "apigateway:GetExport is not part", 501),
    /does not support the request/,
    /./,
  ],
  [
    "a problem of ours",
    new Problem("There is no target.", { looked: "there" }, "Do this."),
    /There is no target\. looked there/,
    /Do this/,
  ],
];

test.each(cases)("%s is reported as unknown, with its own message", (_, error, observed, hint) => {
  const verdict = explainProbeFailure(error, aws);
  expect(verdict).toMatchObject({
    status: "unknown",
    observed: expect.stringMatching(observed),
    hint: expect.stringMatching(hint),
  });
});

test("different causes have different messages", () => {
  const hints = cases.map(([, error]) => explainProbeFailure(error, aws)?.hint);
  const families = new Set(hints);
  // E02, E03, E06 (twice) and E09 stand twice in the table.
  expect(families.size).toBeGreaterThanOrEqual(cases.length - 6);
});

test("for a local cloud that is down, the address is named", () => {
  const error = networkError("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:4566");
  expect(explainProbeFailure(error, local)?.observed).toContain("http://127.0.0.1:4566");
});

test("a bug in this project is not a verdict", () => {
  expect(explainProbeFailure(new TypeError("x is not a function"), aws)).toBeUndefined();
  expect(explainProbeFailure("a string", aws)).toBeUndefined();
});
