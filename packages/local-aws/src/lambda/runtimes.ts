import { createHash } from "node:crypto";
import { invalid } from "./errors.ts";

/** The runtimes in AWS's error message, in its order. */
const offered =
  "nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, provided.al2, java8.al2";

/** The date from which functions can no longer be created: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const blockedSince: Readonly<Record<string, string>> = {
  "python3.10": "2026-11-30",
  "python3.9": "2026-02-03",
  "python3.8": "2026-02-03",
  "python3.7": "2024-01-09",
  "nodejs18.x": "2026-02-03",
  "nodejs16.x": "2026-02-03",
  "nodejs14.x": "2024-01-09",
  "nodejs12.x": "2023-03-31",
};

/** Retired years ago; some are no longer in AWS's list of values. */
const gone = new Set(
  "nodejs, nodejs4.3, nodejs4.3-edge, nodejs6.10, nodejs8.10, nodejs10.x, python2.7, python3.6, java8, go1.x, provided, ruby2.5, ruby2.7, dotnetcore1.0, dotnetcore2.0, dotnetcore2.1, dotnetcore3.1, dotnet5.0, dotnet7".split(
    ", ",
  ),
);

/** Rejects a runtime that is unknown or retired on AWS, or that cannot run here. */
export function requireRuntime(runtime: string, now: Date): void {
  const since = blockedSince[runtime];
  if (gone.has(runtime) || (since !== undefined && now >= new Date(since)))
    throw invalid(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  if (!offered.split(", ").includes(runtime))
    throw invalid(
      `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${offered}] or be a valid ARN`,
    );
  if (!/^(nodejs|python)/.test(runtime))
    throw invalid(
      `The runtime ${runtime} is not in the embedded cloud: the local cloud runs nodejs and python functions.`,
    );
}

/** The runtime version ARN's 64 hexadecimal digits, here derived from the runtime's name. */
export function runtimeVersion(runtime: string | undefined, region: string): { RuntimeVersionArn: string } {
  const version = createHash("sha256").update(`local ${runtime}`).digest("hex");
  return { RuntimeVersionArn: `arn:aws:lambda:${region}::runtime:${version}` };
}
