import type { LoggingConfig } from "@aws-sdk/client-lambda";

/**
 * The logging configuration after a request: members that it omits stay, except the levels, which only JSON has.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function loggingOf(
  functionName: string,
  before: LoggingConfig | undefined,
  given: LoggingConfig | undefined,
): LoggingConfig {
  const { LogFormat, LogGroup, ApplicationLogLevel, SystemLogLevel } = {
    LogFormat: "Text" as const,
    LogGroup: `/aws/lambda/${functionName}`,
    ...before,
    ...given,
  };
  if (LogFormat !== "JSON") return { LogFormat, LogGroup };
  return {
    LogFormat,
    ApplicationLogLevel: ApplicationLogLevel ?? "INFO",
    SystemLogLevel: SystemLogLevel ?? "INFO",
    LogGroup,
  };
}
