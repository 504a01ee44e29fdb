import path from "node:path";
import type { Credentials, FunctionSpec } from "./spec.ts";

export interface ParentEnvironment {
  /** The embedded cloud's endpoint, for AWS_ENDPOINT_URL. */
  endpoint: string;
  credentials: Credentials;
  logStream: string;
  /** An empty folder as HOME, so that a function cannot read the learner's credentials. */
  home: string;
  parent: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** The folder of `pip install --user`. */
  pythonUserBase?: string | undefined;
}

/**
 * A function's environment variables: those of
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, its own, and nothing else of the parent's
 * except what a process needs to start.
 */
export function variablesOf(spec: FunctionSpec, around: ParentEnvironment): Record<string, string> {
  const { credentials } = around;
  return {
    ...requiredVariables(around),
    LANG: "en_US.UTF-8",
    TZ: around.platform === "win32" ? "UTC" : ":UTC",
    AWS_EC2_METADATA_DISABLED: "true", // without credentials an SDK would search the network for them
    AWS_CONFIG_FILE: path.join(around.home, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: path.join(around.home, "no-credentials"),
    AWS_ENDPOINT_URL: around.endpoint,
    ...spec.environment,
    _HANDLER: spec.handler,
    LAMBDA_TASK_ROOT: spec.codeDir,
    PWD: spec.codeDir,
    AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: around.logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    ...(spec.runtime.startsWith("python") ? pythonOnly(around) : nodeOnly),
  };
}

const inherited = [
  "PATH",
  "Path",
  "SystemRoot",
  "SystemDrive",
  "ComSpec",
  "PATHEXT",
  "TEMP",
  "TMP",
  "TMPDIR",
  "LD_LIBRARY_PATH",
];

function requiredVariables({ parent, home, platform }: ParentEnvironment): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = parent[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...(platform === "win32" ? { USERPROFILE: home } : {}), HOME: home };
}

/** The SDK's warning concerns this machine's Node, not the function's runtime. */
const nodeOnly = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

function pythonOnly({ pythonUserBase }: ParentEnvironment): Record<string, string> {
  return {
    LC_CTYPE: "C.UTF-8",
    PYTHONDONTWRITEBYTECODE: "1", // the code's folder is read-only on AWS
    ...(pythonUserBase === undefined ? {} : { PYTHONUSERBASE: pythonUserBase }),
  };
}
