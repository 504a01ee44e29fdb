import type { ProbeContext } from "../engine/probe-context.ts";
import { type IntegrationTarget, readLambdaUri } from "../rules/gateway/lambda-uri.ts";
import { findApi, findGet, findPost } from "./find-api.ts";
import { findStage } from "./find-stage.ts";

/** The function that POST calls, else the one that GET calls. */
export async function findIntegrationTarget(context: ProbeContext): Promise<IntegrationTarget | undefined> {
  const { found: api } = await context.ask(findApi);
  if (!api) return undefined;
  const { found: stage } = await context.ask(findStage);
  for (const method of [findPost(api), findGet(api)]) {
    const target = readLambdaUri(method?.integration?.uri, stage?.variables ?? {});
    if (target) return target;
  }
  return undefined;
}
