import type { MethodSetting, PatchOperation } from "@aws-sdk/client-api-gateway";
import { arnParts } from "@long-running-api/iam/arn";
import { badRequest } from "./errors.ts";
import { applyPatch, flagRule, type Patch, type Refusals, type Rule, set, textRule } from "./patch.ts";
import { checkVariables } from "./stages.ts";
import type { ApiStage } from "./store.ts";

/** A stage after UpdateStage's operations; `isDeployment` checks deployment ids, `logsAllowed` means the account has a role for logs. */
export function patchStage(
  stage: Readonly<ApiStage>,
  operations: readonly PatchOperation[] | undefined,
  isDeployment: (id: string) => boolean,
  logsAllowed: boolean,
): ApiStage {
  const draft = structuredClone(stage) as ApiStage;
  const deployment: Rule<ApiStage> = {
    path: "/deploymentId",
    ops: ["replace"],
    apply(target, { value = "" }) {
      if (!isDeployment(value)) throw badRequest("Deployment id does not exist");
      target.deploymentId = value;
    },
  };
  applyPatch(draft, operations, [deployment, ...rules], refusals);
  if (!logsAllowed && writesLogs(draft, operations))
    throw badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
  return draft;
}

/** Whether operations enable execution or access logs, which need the account's CloudWatch role. */
function writesLogs(
  { accessLogSettings }: ApiStage,
  operations: readonly PatchOperation[] | undefined = [],
): boolean {
  return operations.some(({ op, path = "", value = "" }) => {
    if (op === "remove") return false;
    if (path.endsWith("/logging/loglevel")) return value !== "OFF";
    const access = path.startsWith("/accessLogSettings/") ? (accessLogSettings?.destinationArn ?? "") : "";
    return arnParts(access).service === "logs";
  });
}

const rules: readonly Rule<ApiStage>[] = [
  textRule("description"),
  textRule("clientCertificateId"),
  flagRule("tracingEnabled"),
  {
    path: "/cacheClusterEnabled",
    ops: ["replace"],
    apply(draft, { value }) {
      draft.cacheClusterEnabled = value === "true";
      draft.cacheClusterStatus = draft.cacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE";
      if (draft.cacheClusterEnabled) draft.cacheClusterSize ??= "0.5";
    },
  },
  textRule("cacheClusterSize"),
  { path: "/variables/*", ops: ["add", "remove", "replace"], apply: patchVariable },
  {
    path: "/accessLogSettings",
    ops: ["remove"],
    apply: (draft) => set(draft, "accessLogSettings", undefined),
  },
  {
    path: "/accessLogSettings/destinationArn",
    ops: ["add", "replace"],
    apply: patchAccessLog("destinationArn"),
  },
  { path: "/accessLogSettings/format", ops: ["add", "replace"], apply: patchAccessLog("format") },
  { path: "/*/*", ops: ["remove"], apply: removeMethodSetting },
  { path: "/*/*/*/*", ops: ["add", "replace"], apply: patchMethodSetting },
];

function patchVariable(draft: ApiStage, patch: Patch): void {
  const variables = { ...draft.variables };
  if (patch.op === "remove") {
    if (variables[patch.name] === undefined) throw nothingToRemove(patch);
    delete variables[patch.name];
  } else {
    variables[patch.name] = patch.value ?? "";
    checkVariables({ [patch.name]: patch.value ?? "" });
  }
  set(draft, "variables", Object.keys(variables).length === 0 ? undefined : variables);
}

function patchAccessLog(member: "destinationArn" | "format"): Rule<ApiStage>["apply"] {
  return (draft, { value }) => {
    if (!value) throw badRequest("Access Log value must not be empty");
    draft.accessLogSettings = { ...draft.accessLogSettings, [member]: value };
  };
}

/** The initial settings of a method, or of `* / *` (without spaces). */
const settingDefaults: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5_000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

type Setting = { member: keyof MethodSetting; kind: "flag" | "number" | "text" };

const settings: Readonly<Record<string, Setting>> = {
  "metrics/enabled": { member: "metricsEnabled", kind: "flag" },
  "logging/dataTrace": { member: "dataTraceEnabled", kind: "flag" },
  "logging/loglevel": { member: "loggingLevel", kind: "text" },
  "throttling/burstLimit": { member: "throttlingBurstLimit", kind: "number" },
  "throttling/rateLimit": { member: "throttlingRateLimit", kind: "number" },
  "caching/ttlInSeconds": { member: "cacheTtlInSeconds", kind: "number" },
  "caching/enabled": { member: "cachingEnabled", kind: "flag" },
  "caching/dataEncrypted": { member: "cacheDataEncrypted", kind: "flag" },
  "caching/requireAuthorizationForCacheControl": {
    member: "requireAuthorizationForCacheControl",
    kind: "flag",
  },
  "caching/unauthorizedCacheControlHeaderStrategy": {
    member: "unauthorizedCacheControlHeaderStrategy",
    kind: "text",
  },
};

function patchMethodSetting(draft: ApiStage, patch: Patch): void {
  const [, resource = "", method = "", group = "", name = ""] = patch.path.split("/");
  const setting = settings[`${group}/${name}`];
  if (!setting) throw refusals.path(patch, []);
  const key = `${resource}/${method}`;
  draft.methodSettings[key] = {
    // Recorded: a method starts with the settings for all methods and keeps them when those change.
    ...(draft.methodSettings[key] ?? draft.methodSettings["*/*"] ?? settingDefaults),
    [setting.member]: settingValue(setting, patch.value ?? ""),
  };
}

function settingValue({ member, kind }: Setting, value: string): string | number | boolean {
  if (kind === "flag") return value === "true";
  if (kind === "text") return value;
  const number = Number(value);
  if (value === "" || Number.isNaN(number))
    throw badRequest(`Invalid value specified for ${member}: ${value}`);
  return number;
}

function removeMethodSetting(draft: ApiStage, patch: Patch): void {
  const key = patch.path.slice(1);
  if (!draft.methodSettings[key]) throw nothingToRemove(patch);
  delete draft.methodSettings[key];
}

/** The stages' patch error: AWS's list of paths, with its missing commas. */
const refusals: Refusals<ApiStage> = {
  path(patch) {
    if (patch.path.startsWith("/accessLogSettings") && patch.op !== "remove") return badAccessLogPath();
    if (patch.op === "remove") return nothingToRemove(patch);
    return badRequest(`Invalid method setting path: ${patch.path}. Must be one of: [${knownPaths}]`);
  },
  op: (patch) => refusals.path(patch, []),
};

function nothingToRemove({ path }: Patch): ReturnType<typeof badRequest> {
  return badRequest(
    `Cannot remove method setting ${path.slice(1)} because there is no method setting for this method `,
  );
}

function badAccessLogPath(): ReturnType<typeof badRequest> {
  return badRequest(
    "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]",
  );
}

const knownPaths =
  "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, " +
  "/accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, " +
  "/{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, " +
  "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit" +
  "/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, " +
  "/{resourcePath}/{httpMethod}/caching/dataEncrypted, " +
  "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, " +
  "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, " +
  "/*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit " +
  "/*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, " +
  "/*/*/caching/requireAuthorizationForCacheControl, " +
  "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled";
