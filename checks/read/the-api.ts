import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import type { ApiSeen, StageSeen } from "./api.ts";
import { findApi, findGet, findPost } from "./find-api.ts";
import { findStage } from "./find-stage.ts";
import type { Search } from "./search.ts";

/** The API with its two methods and its stage, as far as they are there. Plain data. */
export interface ApiView {
  api: ApiSeen;
  post: MethodSeen | undefined;
  get: (MethodSeen & { path: string; variable: string }) | undefined;
  stage: Search<StageSeen>;
}

/** Only asked once the API is known to exist. */
export async function theApi(context: ProbeContext): Promise<ApiView> {
  const { found: api } = await context.ask(findApi);
  if (!api) throw new ResourceDisappeared("The API");
  return { api, post: findPost(api), get: findGet(api), stage: await context.ask(findStage) };
}

/** Variables of the stage, which an integration's URI and templates may use. */
export function variablesOf({ stage }: Pick<ApiView, "stage">): Readonly<Record<string, string>> {
  return stage.found?.variables ?? {};
}
