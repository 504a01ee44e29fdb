import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import type { CalledStage } from "../rules/gateway/sample-call.ts";
import { tableReadRegion } from "../rules/gateway/table-read.ts";
import { type ApiSeen, deploymentTime, type StageSeen, stageTime } from "./api.ts";
import { findApi, findGet, findPost } from "./find-api.ts";
import { findStage } from "./find-stage.ts";
import type { Search } from "./search.ts";

/** The API with its two methods and its stage, as far as they exist. Plain data. */
export interface ApiView {
  api: ApiSeen;
  post: MethodSeen | undefined;
  get: (MethodSeen & { path: string; variable: string }) | undefined;
  stage: Search<StageSeen>;
}

/** The API, for checks that run only if it exists. */
export async function theApi(context: ProbeContext): Promise<ApiView> {
  const { found: api } = await context.ask(findApi);
  if (!api) throw new ResourceDisappeared("The API");
  return { api, post: findPost(api), get: findGet(api), stage: await context.ask(findStage) };
}

/** When the stage was deployed or its settings changed, in milliseconds since 1970; undefined if there is no such deployment. */
export async function deployedAt(context: ProbeContext): Promise<number | undefined> {
  const { api, stage } = await context.ask(theApi);
  if (!stage.found) return undefined;
  const times = [
    await context.ask(deploymentTime, api.id, stage.found.deploymentId),
    await context.ask(stageTime, api.id, stage.found.name),
  ];
  return Math.max(...times.map((time) => time ?? 0));
}

/** The region in which GET reads the table itself, without the function; undefined if it does not. */
export async function tableRead(context: ProbeContext): Promise<string | undefined> {
  const view = await context.ask(theApi);
  return tableReadRegion(view.get?.integration, calledStage(view).variables);
}

/** The stage as a call sees it: mappings, templates and an integration's address may use its name and variables. */
export function calledStage({ stage }: Pick<ApiView, "stage">): CalledStage {
  return { name: stage.found?.name ?? "", variables: stage.found?.variables ?? {} };
}
