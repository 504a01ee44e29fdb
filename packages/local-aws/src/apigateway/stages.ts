import type { CreateDeploymentRequest, CreateStageRequest } from "@aws-sdk/client-api-gateway";
import type { Context } from "../action.ts";
import { defined } from "./defined.ts";
import { badRequest, conflict } from "./errors.ts";
import { partKey } from "./find.ts";
import type { ApiDeployment, ApiGatewayStore, ApiStage } from "./store.ts";

/** Rejects canary settings: ignoring them would move all traffic instead of a part. */
export function refuseCanary(canarySettings: unknown): void {
  if (canarySettings !== undefined) throw badRequest("canarySettings are not in the embedded cloud.");
}

/** A new stage for a deployment. */
export function createStage(store: ApiGatewayStore, input: CreateStageRequest, context: Context): ApiStage {
  const { restApiId: apiId = "", stageName = "", deploymentId = "" } = input;
  if (!/^[\w-]+$/.test(stageName)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
  if (store.stages.get(partKey(context, apiId, stageName))) throw conflict("Stage already exists");
  checkVariables(input.variables);
  const now = Math.floor(context.now().getTime() / 1000);
  const cached = input.cacheClusterEnabled ?? false;
  const stage = defined<ApiStage>({
    apiId,
    region: context.region,
    stageName,
    deploymentId,
    description: input.description,
    cacheClusterEnabled: cached,
    cacheClusterSize: cached ? (input.cacheClusterSize ?? "0.5") : input.cacheClusterSize,
    cacheClusterStatus: cached ? "AVAILABLE" : "NOT_AVAILABLE",
    methodSettings: {},
    variables: input.variables,
    documentationVersion: input.documentationVersion,
    tracingEnabled: input.tracingEnabled ?? false,
    tags: input.tags,
    createdSeconds: now,
    updatedSeconds: now,
  });
  store.stages.put(partKey(context, apiId, stageName), stage);
  return stage;
}

/** Moves a stage to another deployment, as CreateDeployment with stageName does. */
export function redeployStage(
  store: ApiGatewayStore,
  stage: Readonly<ApiStage>,
  deployment: ApiDeployment,
  input: CreateDeploymentRequest,
  context: Context,
): void {
  checkVariables(input.variables);
  const changed = defined<ApiStage>({
    ...stage,
    deploymentId: deployment.id,
    description: input.stageDescription ?? stage.description,
    variables: input.variables ? { ...stage.variables, ...input.variables } : stage.variables,
    tracingEnabled: input.tracingEnabled ?? stage.tracingEnabled,
    updatedSeconds: Math.floor(context.now().getTime() / 1000),
  });
  store.stages.put(partKey(context, stage.apiId, stage.stageName), changed);
}

/** Rejects invalid stage variables. */
export function checkVariables(variables: Readonly<Record<string, string>> | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (!/^\w+$/.test(name))
      throw badRequest("Stage variable name can only contain alphanumeric characters and underscores");
    if (!/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value)) {
      throw badRequest(
        "Stage variable values can only contain alphanumeric characters and the characters -._~:/?#&=,",
      );
    }
  }
}
