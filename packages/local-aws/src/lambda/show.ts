import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Configuration, FunctionRecord } from "./store.ts";

/** A configuration as Lambda returns it; the ARN includes the requested version or alias. */
export function show(
  record: FunctionRecord,
  configuration: Configuration,
  qualifier?: string,
): FunctionConfiguration {
  return {
    ...configuration,
    FunctionArn: qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`,
  };
}

/** Lists omit the states. */
export function showInList(
  record: FunctionRecord,
  configuration: Configuration,
  qualifier?: string,
): FunctionConfiguration {
  const {
    State: _1,
    StateReason: _2,
    StateReasonCode: _3,
    LastUpdateStatus: _4,
    LastUpdateStatusReason: _5,
    LastUpdateStatusReasonCode: _6,
    RuntimeVersionConfig: _7,
    ...listed
  } = show(record, configuration, qualifier);
  return listed;
}

/** `2026-11-22T14:00:00.000+0000` */
export function lambdaTime(date: Date): string {
  return date.toISOString().replace("Z", "+0000");
}
