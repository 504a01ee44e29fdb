import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import { complaint } from "../complaint.ts";
import { invalid, validation } from "./errors.ts";
import { requireRuntime } from "./runtimes.ts";

/** The settings that CreateFunction and UpdateFunctionConfiguration share. */
export type Settings = Pick<
  UpdateFunctionConfigurationRequest,
  | "Role"
  | "Handler"
  | "Description"
  | "Timeout"
  | "MemorySize"
  | "EphemeralStorage"
  | "Environment"
  | "Runtime"
  | "SnapStart"
  | "TracingConfig"
  | "LoggingConfig"
> &
  Pick<CreateFunctionRequest, "PackageType">;

const rolePattern = String.raw`arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`;

/** Throws AWS's errors for invalid settings, except for the role's trust policy. */
export function requireSettings(input: Settings, now: Date): void {
  const complaints = [
    ...(input.Role !== undefined && !new RegExp(`^${rolePattern}$`).test(input.Role)
      ? [
          complaint(
            `'${input.Role}'`,
            "role",
            `Member must satisfy regular expression pattern: ${rolePattern}`,
          ),
        ]
      : []),
    ...(input.Handler !== undefined && !/^[^\s\0]+$/.test(input.Handler)
      ? [
          complaint(
            `'${input.Handler}'`,
            "handler",
            String.raw`Member must satisfy regular expression pattern: [^\s]+`,
          ),
        ]
      : []),
    ...tooLong(input.Handler, "handler", 128),
    ...tooLong(input.Description, "description", 256),
    ...outside(input.Timeout, "timeout", 1, 900),
    ...outside(input.MemorySize, "memorySize", 128, 10_240),
    ...outside(input.EphemeralStorage?.Size, "ephemeralStorage.size", 512, 10_240),
    ...variableNames(input.Environment?.Variables ?? {}),
    ...chosen(input.SnapStart?.ApplyOn, "snapStart.applyOn", ["PublishedVersions", "None"]),
    ...chosen(input.PackageType, "packageType", ["Zip", "Image"]),
    ...chosen(input.TracingConfig?.Mode, "tracingConfig.mode", ["Active", "PassThrough"]),
    ...chosen(input.LoggingConfig?.LogFormat, "loggingConfig.logFormat", ["JSON", "Text"]),
    ...chosen(
      input.LoggingConfig?.ApplicationLogLevel,
      "loggingConfig.applicationLogLevel",
      applicationLevels,
    ),
    ...chosen(input.LoggingConfig?.SystemLogLevel, "loggingConfig.systemLogLevel", systemLevels),
  ];
  if (complaints.length > 0) throw validation(complaints);
  if (input.Runtime !== undefined) requireRuntime(input.Runtime, now);
  requireVariables(input.Environment?.Variables ?? {});
  requireNothingElse(input);
}

const architectures = ["x86_64", "arm64"];

/** One of the two architectures. */
export function requireArchitectures(given: readonly string[] | undefined): void {
  if (given === undefined) return;
  const shown = `'[${given.join(", ")}]'`;
  const names = `Member must satisfy enum value set: [${architectures.join(", ")}]`;
  const complaints = [
    ...(given.length > 1 ? ["Member must have length less than or equal to 1"] : []),
    ...(given.length < 1 ? ["Member must have length greater than or equal to 1"] : []),
    ...(given.every((name) => architectures.includes(name))
      ? []
      : [`Member must satisfy constraint: [${names}, Member must not be null]`]),
  ];
  if (complaints.length > 0)
    throw validation(complaints.map((rule) => complaint(shown, "architectures", rule)));
}

/** Rejects settings that would have no effect here: ignoring them silently would mislead learners. */
const elsewhere = [
  "CapacityProviderConfig",
  "CodeSigningConfigArn",
  "DurableConfig",
  "FileSystemConfigs",
  "ImageConfig",
  "Layers",
  "TenancyConfig",
  "VpcConfig",
];

function requireNothingElse(input: object): void {
  const stranger = Object.entries(input).find(([name, value]) => elsewhere.includes(name) && !isEmpty(value));
  if (stranger) throw invalid(`${stranger[0]} is not in the embedded cloud.`);
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === "" || value === false;
}

function tooLong(value: string | undefined, member: string, max: number): string[] {
  if (value === undefined || value.length <= max) return [];
  return [complaint(`'${value}'`, member, `Member must have length less than or equal to ${max}`)];
}

function outside(value: number | undefined, member: string, min: number, max: number): string[] {
  if (value === undefined || (value >= min && value <= max)) return [];
  const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return [complaint(`'${value}'`, member, `Member must have value ${bound}`)];
}

const systemLevels = ["DEBUG", "INFO", "WARN"];
const applicationLevels = ["TRACE", ...systemLevels, "ERROR", "FATAL"];

/** A value of an enumeration, case-sensitive. */
function chosen(value: string | undefined, member: string, words: readonly string[]): string[] {
  if (value === undefined || words.includes(value)) return [];
  const constraint = `Member must satisfy enum value set: [${words.join(", ")}]`;
  return [complaint(`'${value}'`, member, constraint)];
}

function variableNames(variables: Record<string, string>): string[] {
  const pattern = "[a-zA-Z]([a-zA-Z0-9_])+";
  if (Object.keys(variables).every((name) => new RegExp(`^${pattern}$`).test(name))) return [];
  const constraint = `Map keys must satisfy constraint: [Member must satisfy regular expression pattern: ${pattern}]`;
  return [complaint(`'{${Object.keys(variables).join(", ")}}'`, "environment.variables", constraint)];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reserved = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);
const variablesBytesMax = 4_096;

function requireVariables(variables: Record<string, string>): void {
  const taken = Object.keys(variables).filter((name) => reserved.has(name));
  if (taken.length > 0)
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(", ")}`,
    );
  const unfit = Object.keys(variables).filter((name) => variables[name]?.includes("\0"));
  if (unfit.length > 0)
    throw invalid(
      `Lambda was unable to configure your environment variables because values contain the character NUL, which no process can be given. Keys: ${unfit.join(", ")}`,
    );
  // https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html
  if ("AWS_LAMBDA_EXEC_WRAPPER" in variables)
    throw invalid("AWS_LAMBDA_EXEC_WRAPPER is not in the embedded cloud.");
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > variablesBytesMax)
    throw invalid(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${text}`,
    );
}
