import type { DestinationConfig } from "@aws-sdk/client-lambda";
import { arnParts } from "@long-running-api/iam/arn";
import { complaint } from "../complaint.ts";
import { invalid, validation } from "./errors.ts";

const pattern = String.raw`$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)`;
const services = new Set(["lambda", "sqs", "sns", "events", "s3"]);

/**
 * Rejects destinations of asynchronous invocations: with Lambda's error for invalid ones, else as unsupported,
 * since this cloud does not deliver to them. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function requireNoDestination(
  config: DestinationConfig | undefined,
  { functionArn, isFunction }: { functionArn: string; isFunction(arn: string): boolean },
): void {
  const onSuccess = config?.OnSuccess?.Destination;
  const onFailure = config?.OnFailure?.Destination;
  requireForm(onSuccess, "onSuccess");
  requireForm(onFailure, "onFailure");
  for (const destination of [onSuccess, onFailure]) {
    if (destination === undefined || destination === "") continue;
    if (!services.has(arnParts(destination).service)) throw invalid(unknownService(onSuccess, onFailure));
    if (destination === functionArn)
      throw invalid("You can't specify the function as a destination for itself.");
    // AWS refuses a function that does not exist; queues, topics, buses and buckets cannot exist here.
    if (arnParts(destination).service === "lambda" && !isFunction(destination))
      throw invalid(`The destination ARN ${destination} is invalid.`);
    throw invalid(
      `Destinations of asynchronous invocations are not part of this local cloud: nothing would be sent to ${destination}. On AWS it may be valid.`,
    );
  }
}

function requireForm(destination: string | undefined, member: string): void {
  if (destination === undefined || new RegExp(`^(${pattern.replace("$|", "|")})$`).test(destination)) return;
  const constraint = `Member must satisfy regular expression pattern: ${pattern}`;
  throw validation([complaint(`'${destination}'`, `destinationConfig.${member}.destination`, constraint)]);
}

/** AWS prints a Java object here. */
function unknownService(onSuccess: string | undefined, onFailure: string | undefined): string {
  const success = onSuccess === undefined ? "null" : `OnSuccess(destination=${onSuccess})`;
  const failure = onFailure === undefined ? "null" : `OnFailure(destination=${onFailure})`;
  return `The provided destination config DestinationConfig(onSuccess=${success}, onFailure=${failure}) is invalid.`;
}
