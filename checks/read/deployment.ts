import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import {
  differencesSinceDeployment,
  type ExportedMethod,
  type Live,
  showsIntegrations,
} from "../rules/gateway/deployment.ts";
import { newestDeployment, stagesOf } from "./api.ts";
import { exportedMethods } from "./export.ts";
import { postPath } from "./find-api.ts";
import { theApi } from "./the-api.ts";

/** What a stage serves, and what is configured under Resources. */
export interface DeploymentView {
  stage: string;
  /** Set if a newer deployment exists that this stage does not use: the stages that use it. */
  later?: { stages: readonly string[] };
  live: readonly Live[];
  exported: readonly ExportedMethod[] | undefined;
}

/** Whether the stage serves the methods as they are configured. */
export async function isDeployed(context: ProbeContext): Promise<boolean> {
  const { live, exported } = await context.ask(theDeployment);
  return showsIntegrations(exported) && differencesSinceDeployment(live, exported).length === 0;
}

/** Reads the stage's deployment and the methods beside it. */
export async function theDeployment(context: ProbeContext): Promise<DeploymentView> {
  const { api, post, get, stage } = await context.ask(theApi);
  if (!post || !get || !stage.found) throw new ResourceDisappeared("The API, or a part of it,");
  const newest = await undefinedIfUnreadable(context, () => context.ask(newestDeployment, api.id));
  const stages = await context.ask(stagesOf, api.id);
  const withNewest = stages.filter(({ deploymentId }) => deploymentId === newest).map(({ name }) => name);
  return {
    stage: stage.found.name,
    ...(newest === undefined || withNewest.includes(stage.found.name)
      ? {}
      : { later: { stages: withNewest } }),
    live: [
      { path: postPath, method: post },
      { path: get.path, method: get },
    ],
    exported: await context.ask(exportedMethods, api.id, stage.found.name),
  };
}
