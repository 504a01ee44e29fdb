import { AwsError } from "../action.ts";
import { type FunctionRecord, type Functions, functionsIn } from "./store.ts";

/** Concurrency limits of functions: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
export type Throttle =
  | "ReservedFunctionConcurrentInvocationLimitExceeded"
  | "ConcurrentInvocationLimitExceeded";

/** Why another invocation cannot start now, or undefined. */
export function throttled(
  store: Functions & { concurrencyMax: number },
  record: FunctionRecord,
  running: (functionArn: string) => number,
): Throttle | undefined {
  if (record.reservedConcurrency !== undefined) {
    const full = running(record.arn) >= record.reservedConcurrency;
    return full ? "ReservedFunctionConcurrentInvocationLimitExceeded" : undefined;
  }
  const others = functionsIn(store, record.region);
  const unreserved = others.filter(({ reservedConcurrency }) => reservedConcurrency === undefined);
  const busy = unreserved.reduce((sum, { arn }) => sum + running(arn), 0);
  return busy >= unreservedMax(store, record.region) ? "ConcurrentInvocationLimitExceeded" : undefined;
}

/** The unreserved concurrency of the account. */
export function unreservedMax(store: Functions & { concurrencyMax: number }, region: string): number {
  const reserved = functionsIn(store, region).reduce((sum, each) => sum + (each.reservedConcurrency ?? 0), 0);
  return store.concurrencyMax - reserved;
}

export function tooManyRequests(Reason: Throttle): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Type: "User", Reason });
}
